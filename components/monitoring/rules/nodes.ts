import type { RuleGroup } from "./rule.ts";

/** The machines below. Their disks are read through the kubelet, which needs no mount of the host's root. */
export function nodeRules(): RuleGroup[] {
  return [
    {
      name: "nodes",
      needs: ["node-exporter"],
      rules: [
        {
          record: "node:cpu:ratio_rate5m",
          expr: `1 - avg by (node) (rate(node_cpu_seconds_total{mode=~"idle|iowait"}[5m]))`,
        },
        {
          record: "node:memory_available:ratio",
          expr: "min by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
        },
        {
          alert: "NodeCpuHigh",
          expr: "node:cpu:ratio_rate5m > 0.9",
          for: "30m",
          severity: "warning",
          concern: "node",
          summary: "A node has been busy for half an hour.",
          description: "{{ $labels.node }} uses {{ $value | humanizePercentage }} of its CPU.",
          checklist: ["day.1", "watch.4"],
        },
        {
          alert: "NodeMemoryLow",
          expr: "node:memory_available:ratio < 0.1",
          for: "15m",
          severity: "warning",
          concern: "node",
          summary: "A node has hardly any memory left.",
          description: "{{ $labels.node }} has {{ $value | humanizePercentage }} available.",
          checklist: ["day.1", "month.4"],
        },
        {
          alert: "NodeClockOff",
          expr: "abs(node_timex_offset_seconds) > 0.05 or node_timex_sync_status == 0",
          for: "30m",
          severity: "warning",
          concern: "node",
          summary: "A node's clock is not right.",
          description:
            "{{ $labels.node }} is not synchronised: tokens, certificates and logs depend on it.",
          checklist: ["day.1"],
        },
      ],
    },
    {
      name: "node-disks",
      needs: ["kubelet"],
      rules: [
        {
          record: "node:filesystem_used:ratio",
          expr:
            `max by (node) (container_fs_usage_bytes{id="/"} / ` +
            `(container_fs_limit_bytes{id="/"} > 0))`,
        },
        {
          alert: "NodeDiskFilling",
          expr: "node:filesystem_used:ratio > 0.85",
          for: "15m",
          severity: "warning",
          concern: "node",
          summary: "A node's disk is filling.",
          description:
            "{{ $labels.node }} uses {{ $value | humanizePercentage }} of a file system.",
          checklist: ["day.1", "month.4"],
        },
      ],
    },
    {
      name: "node-conditions",
      needs: ["kube-state-metrics"],
      rules: [
        {
          alert: "NodeNotReady",
          expr: `kube_node_status_condition{condition="Ready",status="true"} == 0`,
          for: "5m",
          severity: "critical",
          concern: "node",
          summary: "A node is not ready.",
          description: "{{ $labels.node }} runs no new pods, and its old ones are moved away.",
          checklist: ["day.1"],
        },
        {
          alert: "NodeUnderPressure",
          expr: `kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"} == 1`,
          for: "5m",
          severity: "warning",
          concern: "node",
          summary: "A node evicts pods.",
          description: "{{ $labels.node }}: {{ $labels.condition }}.",
          checklist: ["day.1", "month.4"],
        },
      ],
    },
  ];
}
