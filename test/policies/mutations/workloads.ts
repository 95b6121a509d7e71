import { type Breakage, gone, is, made } from "./breakage.ts";

const LABELS = ["metadata.labels", "pod.metadata.labels"];
const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];
const COMMON = ["app.kubernetes.io/name", "app.kubernetes.io/instance"];

const several = ({ spec }: Readonly<Record<string, unknown>>) =>
  ((spec as { readonly replicas?: number }).replicas ?? 2) > 1;

export const workloads: readonly Breakage[] = [
  {
    rule: "cron-job-concurrency",
    of: "CronJob",
    at: "spec.concurrencyPolicy",
    by: [gone, ...is("Allow", "", null, "*", "forbid", 1)],
  },
  {
    rule: "cron-job-deadline",
    of: "CronJob",
    at: "spec.startingDeadlineSeconds",
    by: [gone, ...is(0, 1, 9, -1, null, "600", {})],
  },
  {
    rule: "cron-job-history",
    of: "CronJob",
    at: "spec.jobTemplate.spec.ttlSecondsAfterFinished",
    by: is(0, 60, 86_400, "x"),
  },
  {
    rule: "deployment-replicas",
    of: "Deployment",
    at: "spec.replicas",
    by: is(0, 1, -1, "2", 1.5, {}),
  },
  {
    rule: "deployment-rollout",
    of: "Deployment",
    where: several,
    at: "spec.strategy",
    by: [
      gone,
      ...is(
        null,
        {},
        { type: "Recreate" },
        { type: "" },
        { type: "RollingUpdate" },
        { rollingUpdate: {} },
      ),
    ],
  },
  {
    rule: "deployment-rollout",
    of: "Deployment",
    where: several,
    at: "spec.strategy.rollingUpdate.maxUnavailable",
    by: [gone, ...is(1, "25%", "1%", "100%", null, -1, "", true)],
  },
  {
    rule: "deployment-rollout",
    of: "Deployment",
    where: several,
    at: "spec.strategy.rollingUpdate.maxSurge",
    by: is(0, "0%", "0", "00%"),
  },
  {
    rule: "object-labels",
    at: LABELS.map((at) => `${at}.*`),
    by: is("*", "a b", "-a", "a-", "a".repeat(64), "ä", 1, true, null, {}, ["a"]),
  },
  {
    rule: "object-labels",
    at: LABELS,
    by: ["", "a b", "*", "-a", "a/", "/a", "a/b/c", "A.example/ok?", "a".repeat(64)].map((key) =>
      made(`+ ${JSON.stringify(key)}`, (labels: object) => ({ ...labels, [key]: "x" })),
    ),
  },
  {
    rule: "workload-labels",
    of: WORKLOADS,
    at: LABELS.flatMap((at) => COMMON.map((label) => `${at}."${label}"`)),
    by: [gone, ...is("", null)],
  },
  { rule: "workload-labels", of: WORKLOADS, at: LABELS, by: [gone, ...is(null, {}, [])] },
  {
    rule: "workload-host-anti-affinity",
    of: ["Deployment", "StatefulSet"],
    where: several,
    at: ["pod.spec.affinity", "pod.spec.affinity.podAntiAffinity"],
    by: [gone, ...is(null, {})],
  },
  {
    rule: "workload-spread",
    of: ["Deployment", "StatefulSet"],
    where: several,
    at: "pod.spec.topologySpreadConstraints",
    by: [
      gone,
      ...is(
        null,
        [],
        [{}],
        [{ topologyKey: "zone", labelSelector: { matchLabels: { app: "other" } } }],
      ),
    ],
  },
  {
    rule: "workload-rolls",
    of: ["StatefulSet", "DaemonSet"],
    at: "spec.updateStrategy",
    by: is({ type: "OnDelete" }, { type: "" }, { type: "x" }),
  },
  {
    rule: "workload-selects-its-pods",
    of: ["Deployment", "StatefulSet", "DaemonSet"],
    at: "spec.selector",
    by: [gone, ...is(null, {}, { matchLabels: {} }, { matchLabels: { app: "other" } }, [], "x")],
  },
  {
    rule: "workload-selects-its-pods",
    of: ["Deployment", "StatefulSet", "DaemonSet"],
    at: "spec.selector.matchLabels.*",
    by: is("other", "", "*", null, 1),
  },
  {
    rule: "stateful-set-is-named",
    of: "StatefulSet",
    at: "spec.serviceName",
    by: [gone, ...is("", "other", null, "*", 1)],
  },
];
