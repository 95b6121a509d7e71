import type { RuleGroup } from "./rule.ts";
import { p95, userRequests } from "./service.ts";
import type { RuleContext } from "./settings.ts";

/** How much slower counts: less is noise between two releases of the same speed. */
const SLOWER = 1.3;

/** Growth of the working set in six hours that no cache of ours explains. */
const GROWTH = 1.25;

/** This release against the last one. */
export function releaseRules(context: RuleContext): RuleGroup[] {
  const { namespaces, releaseWatchHours } = context;
  const up = `up{job="backend",namespace="${namespaces.application}"}`;
  const workingSet = `container_memory_working_set_bytes{namespace="${namespaces.application}",container="backend"}`;
  const ofVersion = `on (namespace, pod) group_left (version) group by (namespace, pod, version) (${up})`;
  const lowest = (offset: string) =>
    `min by (namespace, pod) (min_over_time(${workingSet}[1h]${offset}))`;
  const latency = "job_version:http_request_duration_seconds:p95_1h";
  return [
    {
      name: "release",
      needs: ["backend"],
      rules: [
        {
          record: latency,
          expr: p95(userRequests(context), "1h", "job, version"),
        },
        {
          alert: "OutsideReleaseWatch",
          // The version that runs now already ran a watch ago.
          expr: `group by (job, version) (${up}) and group by (job, version) (${up} offset ${releaseWatchHours}h)`,
          severity: "none",
          concern: "release",
          summary:
            "No release is being watched: this silences the alerts that only a new release deserves.",
          description: "{{ $labels.version }} has been running for the whole watch.",
          checklist: ["watch.1"],
        },
        {
          alert: "ReleaseSlowerThanPrevious",
          expr:
            `max by (job) (${latency}) > ` +
            `${SLOWER} * max by (job) (last_over_time(${latency}[7d]) unless on (job, version) ${latency})`,
          for: "30m",
          severity: "warning",
          concern: "release",
          labels: { window: "release" },
          summary: "The release is slower than the one before.",
          description:
            "The p95 over an hour is {{ $value | humanizeDuration }}, a third more than before.",
          checklist: ["post-perf.4"],
        },
      ],
    },
    {
      name: "release-memory",
      needs: ["backend", "kubelet"],
      rules: [
        {
          record: "version:container_memory_working_set_bytes:avg",
          expr: `avg by (version) (max by (namespace, pod) (${workingSet}) * ${ofVersion})`,
        },
        {
          // The lowest of an hour ignores what the next garbage collection frees.
          record: "version:working_set_growth:ratio6h",
          expr: `avg by (version) ((${lowest("")} / ${lowest(" offset 6h")}) * ${ofVersion})`,
        },
        {
          alert: "MemoryLeak",
          expr: `version:working_set_growth:ratio6h > ${GROWTH}`,
          // The first hour of a pod is its start: growth since then is no leak.
          for: "2h",
          severity: "warning",
          concern: "release",
          summary: "The backend's memory keeps growing.",
          description:
            "{{ $labels.version }} uses {{ $value | humanize }} times the memory of six hours ago.",
          checklist: ["perf.6", "watch.3"],
        },
      ],
    },
  ];
}
