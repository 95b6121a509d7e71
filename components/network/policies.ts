import type { types } from "@pulumi/kubernetes";
import { type Edge, type End, type WorkloadEnd, isWorkload } from "./edges.ts";

type Spec = types.input.networking.v1.NetworkPolicySpec;
type Peer = types.input.networking.v1.NetworkPolicyPeer;
type IngressRule = types.input.networking.v1.NetworkPolicyIngressRule;
type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;

/** The rules of one workload, in both directions. */
export interface WorkloadPolicy extends WorkloadEnd {
  readonly spec: Spec;
  /** Why each rule is there, for people who read the object in the cluster. */
  readonly reasons: readonly string[];
}

/** Nobody may talk to anybody: what is not an edge below stays closed, for pods that nobody thought of as well. */
export const denyAll: Spec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/**
 * One policy for each workload that an edge begins or ends at, with one rule for each edge, and one without any for each
 * that stays alone.
 *
 * @param namespaceNames the name of each namespace key that the edges use.
 */
export function workloadPolicies(
  edges: readonly Edge[],
  namespaceNames: Readonly<Record<string, string>>,
  alone: readonly WorkloadEnd[] = [],
): WorkloadPolicy[] {
  return [...workloadsOf(edges), ...alone].map((workload) => {
    const outgoing = edges.filter(({ from }) => isWorkload(from) && same(from, workload));
    const incoming = edges.filter(({ to }) => isWorkload(to) && same(to, workload));
    const ingress: IngressRule[] = incoming.map((edge) => ({
      from: peers(edge.from, workload, namespaceNames),
      ports: ports(edge),
    }));
    const egress: EgressRule[] = outgoing.map((edge) => ({
      to: peers(edge.to, workload, namespaceNames),
      ports: ports(edge),
    }));
    return {
      ...workload,
      reasons: [
        ...(incoming.length + outgoing.length === 0 ? ["talks to nobody"] : []),
        ...incoming.map((edge) => `from ${label(edge.from)} on ${edge.port}: ${edge.why}`),
        ...outgoing.map((edge) => `to ${label(edge.to)} on ${edge.port}: ${edge.why}`),
      ],
      spec: {
        podSelector: { matchLabels: { app: workload.app } },
        policyTypes: ["Ingress", "Egress"],
        // An empty list and none mean the same, nobody; the API server stores none.
        ...(ingress.length > 0 && { ingress }),
        ...(egress.length > 0 && { egress }),
      },
    };
  });
}

/** Every workload that an edge names, once, in the order of first mention. */
export function workloadsOf(edges: readonly Edge[]): WorkloadEnd[] {
  const found = new Map<string, WorkloadEnd>();
  for (const end of edges.flatMap(({ from, to }) => [from, to])) {
    if (isWorkload(end)) {
      found.set(label(end), { namespace: end.namespace, app: end.app });
    }
  }
  return [...found.values()];
}

/** How people call an end: `taskflow/backend`, `198.51.100.0/24`. */
export function label(end: End): string {
  if (isWorkload(end)) return `${end.namespace}/${end.app}`;
  if ("cidrs" in end) return end.cidrs.join(", ");
  const values = [...Object.values(end.namespaceLabels), ...Object.values(end.podLabels ?? {})];
  return values.join("/");
}

function same(a: WorkloadEnd, b: WorkloadEnd): boolean {
  return a.namespace === b.namespace && a.app === b.app;
}

function ports({ port, protocol = "TCP" }: Edge): types.input.networking.v1.NetworkPolicyPort[] {
  return [{ port, protocol }];
}

function peers(
  end: End,
  seenFrom: WorkloadEnd,
  namespaceNames: Readonly<Record<string, string>>,
): Peer[] {
  if ("cidrs" in end) return end.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  if (!isWorkload(end)) {
    return [
      {
        namespaceSelector: { matchLabels: { ...end.namespaceLabels } },
        ...(end.podLabels && { podSelector: { matchLabels: { ...end.podLabels } } }),
      },
    ];
  }
  const podSelector = { matchLabels: { app: end.app } };
  if (end.namespace === seenFrom.namespace) return [{ podSelector }];
  const name = namespaceNames[end.namespace];
  if (name === undefined)
    throw new Error(`An edge names the unknown namespace "${end.namespace}".`);
  return [
    { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } }, podSelector },
  ];
}
