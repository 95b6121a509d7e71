import type { PreviewDocument } from "../../infra/preview/document.ts";
import { fields, list, objectsOf } from "../support/objects.ts";
import { podTemplatesOf } from "../support/pods.ts";
import { foreignPods } from "./foreign.ts";
import type { Check, Problem } from "./problem.ts";
import { selectedPods, selects } from "./selection.ts";

/** What selects pods selects some. */
export const selectors: Check = (document) => [
  ...danglingSelectors(document),
  ...ownedReplicas(document),
  ...foreignToThemselves(document),
];

function danglingSelectors(document: PreviewDocument): Problem[] {
  return objectsOf(document).flatMap(({ urn, kind, namespace, spec }) => {
    const selector = selectorOf(kind, spec);
    if (selector === undefined) return [];
    const isForeign = foreignPods.some(
      (pods) => pods.namespace === namespace && selects(selector, pods.labels),
    );
    if (isForeign || selectedPods(document, namespace, selector).length > 0) return [];
    return [{ urn, message: `selects no pod: ${JSON.stringify(selector)}` }];
  });
}

function selectorOf(kind: string, spec: ReturnType<typeof fields>): unknown {
  if (kind === "Service" || kind === "PodDisruptionBudget") return spec["selector"];
  if (kind !== "NetworkPolicy") return undefined;
  // The empty selector is for the pods that nobody thought of.
  const selector = fields(spec["podSelector"]);
  return Object.keys(selector).length === 0 ? undefined : selector;
}

/** An autoscaler owns the number of replicas of what it scales. */
function ownedReplicas(document: PreviewDocument): Problem[] {
  return objectsOf(document, { kind: "HorizontalPodAutoscaler" }).flatMap(({ namespace, spec }) => {
    const { kind, name } = fields(spec["scaleTargetRef"]);
    return objectsOf(document)
      .filter(
        (object) => object.kind === kind && object.name === name && object.namespace === namespace,
      )
      .filter((target) => "replicas" in target.spec)
      .map(({ urn }) => ({ urn, message: "sets the replicas that an autoscaler owns" }));
  });
}

/** A workload selects the pods it makes, and its spreading counts them. */
function foreignToThemselves(document: PreviewDocument): Problem[] {
  return podTemplatesOf(document).flatMap(({ owner, labels, spec }) => {
    const { urn } = owner;
    const anti = fields(fields(spec["affinity"])["podAntiAffinity"]);
    const terms = [
      ...list(anti["requiredDuringSchedulingIgnoredDuringExecution"]),
      ...list(anti["preferredDuringSchedulingIgnoredDuringExecution"]).map((preference) =>
        fields(preference["podAffinityTerm"]),
      ),
      ...list(spec["topologySpreadConstraints"]),
    ];
    const selecting = [
      ...(owner.spec["selector"] === undefined ? [] : [owner.spec["selector"]]),
      ...terms.map((term) => term["labelSelector"]),
    ];
    return selecting
      .filter((selector) => !selects(selector, labels))
      .map((selector) => ({ urn, message: `does not select itself: ${JSON.stringify(selector)}` }));
  });
}
