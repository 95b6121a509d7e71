import type { RuleGroup } from "./rule.ts";
import type { RuleContext } from "./settings.ts";

/** CronJobs that are never resumed: gates of the release, and who goes back, make Jobs of them. */
export const ON_DEMAND = [
  "schema-migration",
  "migration-rehearsal",
  "logical-copy",
  "database-restore",
  "release-archive",
  "k6-smoke",
];

/** Pods, rollouts, jobs and autoscalers, as the API server sees them. */
export function workloadRules({ ours }: RuleContext): RuleGroup[] {
  const hpa = "kube_horizontalpodautoscaler";
  return [
    {
      name: "workloads",
      needs: ["kube-state-metrics"],
      rules: [
        {
          alert: "JobFailed",
          expr: `kube_job_failed{${ours},condition="true"} > 0`,
          severity: "warning",
          concern: "workload",
          summary: "A Job failed.",
          description: "{{ $labels.namespace }}/{{ $labels.job_name }} gave up.",
          checklist: ["watch.6"],
        },
        {
          alert: "CronJobSuspended",
          expr: `kube_cronjob_spec_suspend{${ours},cronjob!~"${ON_DEMAND.join("|")}"} == 1`,
          for: "1h",
          severity: "warning",
          concern: "workload",
          summary: "A scheduled job is suspended.",
          description: "{{ $labels.namespace }}/{{ $labels.cronjob }} has not been resumed.",
          checklist: ["watch.6", "day.4"],
        },
        {
          alert: "PodRestarts",
          expr: `increase(kube_pod_container_status_restarts_total{${ours}}[15m]) > 2`,
          severity: "warning",
          concern: "workload",
          summary: "A container keeps restarting.",
          description:
            "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} restarted " +
            "{{ $value | humanize }} times in 15 minutes.",
          checklist: ["day.1"],
        },
        {
          alert: "PodNotRunning",
          expr: `sum by (namespace, pod) (kube_pod_status_phase{${ours},phase=~"Pending|Unknown"}) > 0`,
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "A pod does not start.",
          description: "{{ $labels.namespace }}/{{ $labels.pod }} has been waiting for 15 minutes.",
          checklist: ["day.1"],
        },
        {
          alert: "RolloutStuck",
          expr: `kube_deployment_status_condition{${ours},condition="Progressing",status="false"} == 1`,
          severity: "critical",
          concern: "release",
          summary: "A rollout does not get on.",
          description:
            "{{ $labels.namespace }}/{{ $labels.deployment }} missed its progress deadline.",
          checklist: ["day.1"],
        },
        {
          alert: "DeploymentUnavailable",
          expr: `kube_deployment_status_replicas_available{${ours}} == 0 and kube_deployment_spec_replicas{${ours}} > 0`,
          for: "2m",
          severity: "critical",
          concern: "workload",
          summary: "A deployment has no pod that serves.",
          description: "{{ $labels.namespace }}/{{ $labels.deployment }} is down.",
          checklist: ["day.1"],
        },
        {
          alert: "StatefulSetIncomplete",
          expr:
            `kube_statefulset_status_replicas_ready{${ours}} < ` +
            `kube_statefulset_replicas{${ours}}`,
          for: "10m",
          severity: "warning",
          concern: "workload",
          summary: "A stateful server is not ready.",
          description: "{{ $labels.namespace }}/{{ $labels.statefulset }} lacks a ready pod.",
          checklist: ["day.1"],
        },
        {
          alert: "NodeAgentsMissing",
          expr: `kube_daemonset_status_number_unavailable{${ours}} > 0`,
          for: "15m",
          severity: "warning",
          concern: "monitoring",
          summary: "A node is without its agent.",
          description: "{{ $labels.daemonset }} is missing on {{ $value }} nodes.",
          checklist: ["day.1"],
        },
        {
          alert: "AutoscalerAtMaximum",
          expr:
            `${hpa}_status_current_replicas{${ours}} == ${hpa}_spec_max_replicas{${ours}} ` +
            `and ${hpa}_spec_max_replicas{${ours}} > ${hpa}_spec_min_replicas{${ours}}`,
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "An autoscaler has nothing left to add.",
          description:
            "{{ $labels.horizontalpodautoscaler }} has been at its maximum for 15 minutes.",
          checklist: ["watch.7", "month.4"],
        },
        {
          alert: "AutoscalerUnable",
          expr: `${hpa}_status_condition{${ours},condition=~"AbleToScale|ScalingActive",status="false"} == 1`,
          for: "10m",
          severity: "warning",
          concern: "workload",
          summary: "An autoscaler cannot scale.",
          description: "{{ $labels.horizontalpodautoscaler }}: {{ $labels.condition }} is false.",
          checklist: ["watch.7"],
        },
        {
          alert: "QuotaNearlyUsed",
          expr:
            `kube_resourcequota{${ours},type="used"} / on (namespace, resourcequota, resource) ` +
            `(kube_resourcequota{${ours},type="hard"} > 0) > 0.9`,
          for: "15m",
          severity: "warning",
          concern: "workload",
          summary: "A namespace has nearly used its quota.",
          description:
            "{{ $labels.resource }} of {{ $labels.namespace }} is at {{ $value | humanizePercentage }}.",
          checklist: ["month.4"],
        },
      ],
    },
  ];
}
