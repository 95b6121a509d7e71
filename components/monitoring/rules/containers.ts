import type { RuleGroup } from "./rule.ts";
import type { RuleContext } from "./settings.ts";

/** CPU and memory of our containers against their limits, and what their volumes have left. */
export function containerRules({ ours }: RuleContext): RuleGroup[] {
  const containers = `${ours},container!="",container!="POD"`;
  const by = "sum by (namespace, pod, container)";
  const volume = "by (namespace, persistentvolumeclaim)";
  const free = (what: "bytes" | "inodes") => {
    const [available, capacity] =
      what === "bytes" ? ["available_bytes", "capacity_bytes"] : ["inodes_free", "inodes"];
    return (
      `min ${volume} (kubelet_volume_stats_${available}{${ours}} / ` +
      `kubelet_volume_stats_${capacity}{${ours}})`
    );
  };
  return [
    {
      name: "containers",
      needs: ["kubelet"],
      rules: [
        {
          record: "container:cpu_of_limit:ratio_rate5m",
          expr:
            `${by} (rate(container_cpu_usage_seconds_total{${containers}}[5m])) / ` +
            `${by} (container_spec_cpu_quota{${containers}} / container_spec_cpu_period{${containers}})`,
        },
        {
          record: "container:memory_of_limit:ratio",
          expr:
            `${by} (container_memory_working_set_bytes{${containers}}) / ` +
            `(${by} (container_spec_memory_limit_bytes{${containers}}) > 0)`,
        },
        {
          alert: "CpuHigh",
          expr: "container:cpu_of_limit:ratio_rate5m > 0.9",
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "A container uses nearly all the CPU that it may.",
          description:
            "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is at " +
            "{{ $value | humanizePercentage }} of its limit.",
          checklist: ["watch.4"],
        },
        {
          alert: "CpuThrottled",
          expr:
            `${by} (increase(container_cpu_cfs_throttled_periods_total{${containers}}[5m])) / ` +
            `${by} (increase(container_cpu_cfs_periods_total{${containers}}[5m])) > 0.25`,
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "A container is often held back by its CPU limit.",
          description:
            "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} waits in " +
            "{{ $value | humanizePercentage }} of its periods.",
          checklist: ["watch.4"],
        },
        {
          alert: "MemoryNearLimit",
          expr: "container:memory_of_limit:ratio > 0.9",
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "A container is about to be killed for its memory.",
          description:
            "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is at " +
            "{{ $value | humanizePercentage }} of its limit.",
          checklist: ["perf.6", "watch.3"],
        },
      ],
    },
    {
      name: "volumes",
      needs: ["kubelet", "volumes"],
      rules: [
        { record: "volume:available:ratio", expr: free("bytes") },
        {
          alert: "VolumeFilling",
          expr:
            `volume:available:ratio < 0.2 and ` +
            `predict_linear(volume:available:ratio[6h], 4 * 24 * 3600) < 0`,
          for: "1h",
          severity: "warning",
          concern: "storage",
          summary: "A volume will be full within four days.",
          description:
            "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has " +
            "{{ $value | humanizePercentage }} left.",
          checklist: ["month.4"],
        },
        {
          alert: "VolumeNearlyFull",
          expr: "volume:available:ratio < 0.05",
          for: "5m",
          severity: "critical",
          concern: "storage",
          summary: "A volume is nearly full.",
          description:
            "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has " +
            "{{ $value | humanizePercentage }} left.",
          checklist: ["month.4"],
        },
        {
          alert: "VolumeInodesLow",
          expr: `${free("inodes")} < 0.05`,
          for: "15m",
          severity: "warning",
          concern: "storage",
          summary: "A volume has hardly an inode left.",
          description:
            "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has " +
            "{{ $value | humanizePercentage }} of its inodes left.",
          checklist: ["month.4"],
        },
      ],
    },
  ];
}
