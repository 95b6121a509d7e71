import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** The machines, and what our pods ask of them. */
export function nodes({ ours }: RuleContext): Dashboard {
  return {
    uid: "taskflow-nodes",
    title: "Nodes",
    needs: ["node-exporter"],
    panels: [
      {
        kind: "series",
        title: "CPU",
        unit: "percentunit",
        queries: [{ expr: "node:cpu:ratio_rate5m", legend: "{{node}}" }],
        limit: { at: 0.9, good: "below" },
      },
      {
        kind: "series",
        title: "Memory available",
        unit: "percentunit",
        queries: [{ expr: "node:memory_available:ratio", legend: "{{node}}" }],
        limit: { at: 0.1, good: "above" },
      },
      {
        kind: "series",
        title: "Load",
        unit: "short",
        queries: [{ expr: "max by (node) (node_load1)", legend: "{{node}}" }],
      },
      {
        kind: "series",
        title: "Disks busy",
        unit: "percentunit",
        queries: [
          {
            expr: "max by (node) (rate(node_disk_io_time_seconds_total[5m]))",
            legend: "{{node}}",
          },
        ],
        limit: { at: 0.9, good: "below" },
      },
      {
        kind: "series",
        title: "Disks full",
        needs: ["kubelet"],
        unit: "percentunit",
        queries: [{ expr: "node:filesystem_used:ratio", legend: "{{node}}" }],
        limit: { at: 0.85, good: "below" },
      },
      {
        kind: "series",
        title: "Volumes left",
        needs: ["kubelet", "volumes"],
        unit: "percentunit",
        queries: [{ expr: "volume:available:ratio", legend: "{{persistentvolumeclaim}}" }],
        limit: { at: 0.2, good: "above" },
      },
      {
        kind: "series",
        title: "CPU: used of requested",
        description: "Well below 1 for weeks: the request costs more than it must.",
        needs: ["kubelet", "kube-state-metrics"],
        unit: "percentunit",
        queries: [
          {
            expr:
              `sum by (namespace) (rate(container_cpu_usage_seconds_total{${ours},container!=""}[5m])) / ` +
              `sum by (namespace) (kube_pod_container_resource_requests{${ours},resource="cpu"})`,
            legend: "{{namespace}}",
          },
        ],
      },
      {
        kind: "series",
        title: "Memory: used of requested",
        description: "Well below 1 for weeks: the request costs more than it must.",
        needs: ["kubelet", "kube-state-metrics"],
        unit: "percentunit",
        queries: [
          {
            expr:
              `sum by (namespace) (container_memory_working_set_bytes{${ours},container!=""}) / ` +
              `sum by (namespace) (kube_pod_container_resource_requests{${ours},resource="memory"})`,
            legend: "{{namespace}}",
          },
        ],
      },
    ],
  };
}
