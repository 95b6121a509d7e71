import { type Breakage, gone, is } from "./breakage.ts";

const PSA = 'metadata.labels."pod-security.kubernetes.io';
const RANGE = "spec.limits.*";
const HARD =
  "requests.cpu limits.cpu requests.memory limits.memory requests.ephemeral-storage limits.ephemeral-storage pods persistentvolumeclaims requests.storage".split(
    " ",
  );
const NONE = ["services.nodeports", "services.loadbalancers"];
const hard = (names: readonly string[]) => names.map((name) => `spec.hard."${name}"`);
const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/** Pods of cert-manager are made by its chart. */
const ours = ({ metadata }: Readonly<Record<string, unknown>>) => {
  const { name, namespace = name } = metadata as {
    readonly name: string;
    readonly namespace?: string;
  };
  return namespace !== "cert-manager";
};

export const foundation: readonly Breakage[] = [
  {
    rule: "namespace-enforces-restricted",
    of: "Namespace",
    at: [`${PSA}/enforce"`],
    by: [gone, ...is("baseline", "privileged", "", null, "Restricted", "*", 1)],
  },
  {
    rule: "namespace-pins-pod-security",
    of: "Namespace",
    at: [`${PSA}/enforce-version"`],
    by: [gone, ...is("latest", "", null, "1.36", "v1", "v1.36.1", "*", 1)],
  },
  {
    rule: "namespace-pins-pod-security",
    of: "Namespace",
    at: "metadata.labels",
    by: [gone, ...is(null, {})],
  },
  { rule: "namespace-has-limit-range", of: "LimitRange", at: "", by: [gone] },
  {
    rule: "namespace-has-limit-range",
    of: "LimitRange",
    at: ["spec.limits", "spec"],
    by: [gone, ...is(null, {}, [])],
  },
  {
    rule: "namespace-has-limit-range",
    of: "LimitRange",
    at: `${RANGE}.type`,
    by: [gone, ...is("Pod", "", null, "*", 1)],
  },
  {
    rule: "namespace-has-limit-range",
    of: "LimitRange",
    at: ["default", "defaultRequest"].flatMap((field) =>
      ["cpu", "memory", "ephemeral-storage"].map((of) => `${RANGE}.${field}.${of}`),
    ),
    by: [gone, ...is("0", 0, "", null, "-1", "x", {})],
  },
  {
    rule: "namespace-has-limit-range",
    of: "LimitRange",
    at: ["min", "max"].flatMap((field) => ["cpu", "memory"].map((of) => `${RANGE}.${field}.${of}`)),
    by: [gone, ...is("0", 0, "", null, "-1", "x", {})],
  },
  {
    rule: "namespace-has-limit-range",
    of: "LimitRange",
    at: "metadata.namespace",
    by: [gone, ...is("other")],
  },
  { rule: "namespace-has-quota", of: "ResourceQuota", at: "", by: [gone] },
  {
    rule: "namespace-has-quota",
    of: "ResourceQuota",
    at: hard(HARD),
    by: [gone, ...is("", null, "-1", "x", {})],
  },
  {
    rule: "namespace-has-quota",
    of: "ResourceQuota",
    at: hard(NONE),
    by: [gone, ...is("1", 1, "", null, "-1", "x", {})],
  },
  {
    rule: "namespace-has-quota",
    of: "ResourceQuota",
    at: ["spec", "spec.hard"],
    by: [gone, ...is(null, {})],
  },
  {
    rule: "namespace-has-quota",
    of: "ResourceQuota",
    at: "spec.scopes",
    by: is(["BestEffort"], ["Terminating"]),
  },
  {
    rule: "namespace-has-quota",
    of: "ResourceQuota",
    at: "metadata.namespace",
    by: [gone, ...is("other")],
  },
  {
    rule: "quota-fits-the-most",
    of: "ResourceQuota",
    where: ({ metadata }) => (metadata as { namespace: string }).namespace !== "cert-manager",
    at: hard(HARD.filter((name) => !/storage$|claims/.test(name) || name.includes("ephemeral"))),
    by: is("0", 0, "1m"),
  },
  {
    rule: "quota-fits-the-most",
    of: "HorizontalPodAutoscaler",
    at: "spec.maxReplicas",
    by: is(1000, 1e9),
  },
  {
    rule: "quota-fits-the-most",
    of: ["Deployment", "StatefulSet"],
    at: "container.resources.requests.cpu",
    by: is("1000"),
  },
  {
    rule: "quota-fits-the-most",
    of: ["Deployment", "StatefulSet"],
    at: "container.resources.limits.memory",
    by: is("10Ti"),
  },
  {
    rule: "namespace-is-declared",
    of: "Namespace",
    where: ours,
    at: ["", "metadata.name"],
    by: [gone],
  },
  {
    rule: "namespace-is-declared",
    of: "Namespace",
    where: ours,
    at: "metadata.name",
    by: is("other"),
  },
  { rule: "namespace-is-declared", of: WORKLOADS, at: "metadata.namespace", by: is("other") },
  {
    rule: "object-has-namespace",
    of: [
      ...WORKLOADS,
      "Service",
      "ConfigMap",
      "Secret",
      "ServiceAccount",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "HorizontalPodAutoscaler",
      "Ingress",
      "Certificate",
      "Issuer",
      "Role",
      "RoleBinding",
      "LimitRange",
      "ResourceQuota",
      "Middleware",
    ],
    at: "metadata.namespace",
    by: [gone, ...is("default", "", null, "kube-system", "kube-public")],
  },
  {
    rule: "object-kind",
    where: ({ kind }) => kind !== undefined,
    at: ["kind", "apiVersion"],
    by: [gone, ...is("", null, "*", "Other", 1, {}, "__proto__")],
  },
  {
    rule: "data-is-protected",
    of: ["Namespace", "StatefulSet"],
    at: "options.protect",
    by: [gone, ...is(false)],
  },
  { rule: "data-is-protected", of: "StatefulSet", at: "options", by: is({}) },
  {
    rule: "claim-is-retained",
    of: "StatefulSet",
    at: [
      "spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
      "spec.persistentVolumeClaimRetentionPolicy.whenScaled",
    ],
    by: is("Delete", "", "*", "retain", 1),
  },
  {
    rule: "claim-has-size",
    of: "StatefulSet",
    at: "spec.volumeClaimTemplates.*.spec.resources.requests.storage",
    by: [gone, ...is("0", 0, "", null, "-1", "x", {})],
  },
  {
    rule: "claim-has-size",
    of: "StatefulSet",
    at: "spec.volumeClaimTemplates.*.spec.accessModes",
    by: [gone, ...is(null, [], "x")],
  },
  {
    rule: "claim-has-size",
    of: "StatefulSet",
    at: ["spec.volumeClaimTemplates.*.spec", "spec.volumeClaimTemplates.*.spec.resources"],
    by: [gone, ...is(null, {})],
  },
];
