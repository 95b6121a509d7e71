import { type Breakage, gone, is, made } from "./breakage.ts";

const HPA = "HorizontalPodAutoscaler";
const PDB = "PodDisruptionBudget";

const named =
  (...names: readonly string[]) =>
  ({ metadata }: Readonly<Record<string, unknown>>) =>
    names.includes((metadata as { readonly name: string }).name);

/** Pods of cert-manager are made by its chart. */
const ours = ({ metadata }: Readonly<Record<string, unknown>>) =>
  (metadata as { readonly namespace: string }).namespace !== "cert-manager";

export const scaling: readonly Breakage[] = [
  {
    rule: "autoscaler-can-grow",
    of: HPA,
    at: "spec.maxReplicas",
    by: [gone, ...is(0, 1, 3, -1, null, "12", {})],
  },
  {
    rule: "autoscaler-can-grow",
    of: HPA,
    at: "spec.minReplicas",
    by: is(12, 100),
    told: "spec.maxReplicas",
  },
  {
    rule: "autoscaler-keeps-two",
    of: HPA,
    at: "spec.minReplicas",
    by: [gone, ...is(0, 1, -1, null, "3", {})],
  },
  {
    rule: "autoscaler-measures",
    of: HPA,
    at: "spec.metrics",
    by: [gone, ...is(null, [], "cpu", {})],
  },
  {
    rule: "autoscaler-measures",
    of: HPA,
    at: "spec.metrics.*.type",
    by: [gone, ...is("", null, "*", "resource", "constructor", 1)],
  },
  {
    rule: "autoscaler-measures",
    of: HPA,
    at: "spec.metrics.*.resource.target.averageUtilization",
    by: [gone, ...is(0, -1, 101, 1e6, null, "", "x", {})],
  },
  {
    rule: "autoscaler-measures",
    of: HPA,
    at: "spec.metrics.*.resource.target.type",
    by: [gone, ...is("", null, "*", 1)],
  },
  {
    rule: "autoscaler-measures",
    of: HPA,
    at: ["spec.metrics.*.resource", "spec.metrics.*.resource.target"],
    by: [gone, ...is(null, {}, "x")],
  },
  {
    rule: "autoscaler-measures",
    of: "Deployment",
    where: named("backend", "frontend"),
    at: "container.resources",
    by: [gone, ...is(null, {})],
  },
  {
    rule: "autoscaler-owns-replicas",
    of: "Deployment",
    where: named("backend", "frontend"),
    at: "spec.replicas",
    by: is(0, 1, 2, 3, 12, "3"),
  },
  {
    rule: "autoscaler-target-exists",
    of: HPA,
    at: "spec.scaleTargetRef.name",
    by: [gone, ...is("other", "", null, "*", 1)],
  },
  {
    rule: "autoscaler-target-exists",
    of: HPA,
    at: "spec.scaleTargetRef.kind",
    told: "spec.scaleTargetRef.name",
    by: [gone, ...is("StatefulSet", "", null, 1)],
  },
  {
    rule: "autoscaler-target-exists",
    of: HPA,
    at: "spec.scaleTargetRef",
    by: [gone, ...is(null, {}, [])],
  },
  {
    rule: "autoscaler-target-exists",
    of: HPA,
    at: "metadata.namespace",
    by: is("monitoring"),
    told: "spec.scaleTargetRef",
  },
  {
    rule: "autoscaler-target-exists",
    of: "Deployment",
    where: named("backend", "frontend"),
    at: ["", "metadata.name"],
    by: [gone],
  },
  { rule: "web-scales", of: HPA, at: "", by: [gone] },
  { rule: "web-scales", of: HPA, at: ["spec.scaleTargetRef.name"], by: [gone, ...is("other")] },
  { rule: "deployment-replicas", of: HPA, at: "", by: [gone] },
  {
    rule: "disruption-budget-frees-unhealthy",
    of: PDB,
    at: "spec.unhealthyPodEvictionPolicy",
    by: [gone, ...is("IfHealthyBudget", "", null, "*", 1)],
  },
  {
    rule: "disruption-budget-lets-go",
    of: PDB,
    at: "spec.maxUnavailable",
    by: [gone, ...is(0, "0%", -1, null, "", "x", "1", 1.5)],
  },
  {
    rule: "disruption-budget-lets-go",
    of: PDB,
    at: "spec",
    by: [
      made("keeps them all", (spec: object) => ({
        ...spec,
        maxUnavailable: undefined,
        minAvailable: "100%",
      })),
    ],
  },
  {
    rule: "disruption-budget-lets-go",
    of: PDB,
    at: "spec.minAvailable",
    by: is(1, "50%", 0),
    told: "spec.maxUnavailable",
  },
  {
    rule: "disruption-budget-lets-go",
    of: PDB,
    where: named("backend", "frontend", "pgbouncer"),
    at: "spec.maxUnavailable",
    by: is(3, 100, "100%"),
  },
  {
    rule: "disruption-budget-lets-go",
    of: PDB,
    where: named("backend", "frontend", "pgbouncer"),
    at: "spec",
    by: [
      made("keeps none", (spec: object) => ({
        ...spec,
        maxUnavailable: undefined,
        minAvailable: 0,
      })),
    ],
    told: "spec.minAvailable",
  },
  {
    rule: "disruption-budget-selects-pods",
    of: PDB,
    where: ours,
    at: "spec.selector",
    by: [
      gone,
      ...is(null, { matchLabels: { app: "other" } }, "x", {
        matchExpressions: [{ key: "app", operator: "DoesNotExist" }],
      }),
    ],
  },
  {
    rule: "disruption-budget-selects-pods",
    of: PDB,
    where: ours,
    at: "spec.selector.matchLabels.*",
    by: is("other", "", "*", null, 1),
  },
  {
    rule: "workload-has-disruption-budget",
    of: PDB,
    where: named("backend", "frontend", "pgbouncer"),
    at: ["", "spec.selector"],
    by: [gone],
  },
  {
    rule: "workload-has-disruption-budget",
    of: PDB,
    where: ours,
    at: "spec.selector",
    by: [
      made("for every pod", () => ({})),
      made("for every pod that has an app", () => ({
        matchExpressions: [{ key: "app", operator: "Exists" }],
      })),
    ],
  },
];
