import { deployment } from "../examples.ts";
import { type Graph, type Resource, at, isKind } from "../graph.ts";
import { each, some } from "../each.ts";
import { namespaceOf, objectsOf } from "../index-objects.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const autoscaler = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "backend", namespace: "taskflow" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" },
    minReplicas: 2,
  },
};

/**
 * StatefulSets are not judged: how many there may be is for their program to say (PostgreSQL here has one by
 * design), and a second replica that it does not know of is worse than none.
 */
export const deploymentReplicas: Rule = {
  name: "deployment-replicas",
  title: "Every Deployment has two replicas at least, or an autoscaler that sees to it.",
  why: "One pod is gone with its node, and at every drain of it.",
  severity: "medium",
  checklist: ["step7.4"],
  standards: {
    kubeScore: ["deployment-replicas"],
    kubeLinter: ["minimum-three-replicas"],
    polaris: ["deploymentMissingReplicas"],
    kubescape: ["C-0305"],
  },
  fix: "Set `replicas: 2`, or declare a HorizontalPodAutoscaler and leave `replicas` out.",
  examples: {
    compliant: [
      deployment({ metadata: { name: "frontend" }, spec: { replicas: 2 } }),
      deployment({ metadata: { name: "backend" } }),
      autoscaler,
    ],
    violating: [
      deployment({ metadata: { name: "frontend" }, spec: { replicas: 1 } }),
      deployment(),
    ],
  },
  advisoryOnOneMachine: true,
  looksAt: "graph",
  *check(graph) {
    yield* each(graph.resources, function* (resource) {
      if (!isKind(resource, "Deployment", "apps")) return;
      const replicas = at(resource.inputs, "spec", "replicas");
      if (isUnset(replicas) ? isScaled(graph, resource) : atLeastTwo(replicas)) return;
      const must = "be at least 2, or be left to an autoscaler";
      yield { resource, path: "spec.replicas", is: replicas ?? undefined, must };
    });
  },
};

function atLeastTwo(replicas: unknown): boolean {
  return Number.isSafeInteger(replicas) && (replicas as number) >= 2;
}

function isScaled(graph: Graph, resource: Resource): boolean {
  const objects = objectsOf(graph);
  const kinds = ["HorizontalPodAutoscaler", "ScaledObject"];
  const scaled = some(objects.ofKinds(kinds), (scaler) => {
    const target = at(scaler.resource.inputs, "spec", "scaleTargetRef");
    return (
      // KEDA takes a Deployment for granted.
      (at(target, "kind") ?? (scaler.kind === "ScaledObject" ? "Deployment" : "")) ===
        "Deployment" &&
      at(target, "name") === at(resource.inputs, "metadata", "name") &&
      scaler.namespace === namespaceOf(resource)
    );
  });
  if (!scaled)
    kinds.forEach((kind) => {
      objects.certain(kind);
    });
  return scaled;
}
