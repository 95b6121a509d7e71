import type { PreviewDocument } from "../../infra/preview/document.ts";
import {
  type Fields,
  type KubernetesObject,
  list,
  objectsOf,
  strings,
} from "../support/objects.ts";
import { type PodTemplate, podTemplatesOf } from "../support/pods.ts";
import { foreignPods } from "./foreign.ts";
import { hasPort } from "./ports.ts";
import type { Check, Problem } from "./problem.ts";
import { type PodsOf, selects } from "./selection.ts";

type Direction = "ingress" | "egress";

/** One rule of a network policy, as one direction of the policy has it. */
interface Rule {
  readonly policy: KubernetesObject;
  readonly direction: Direction;
  readonly peers: readonly Fields[];
  readonly ports: readonly Fields[];
}

/** Each rule has somebody at its other end, on a port that is served. */
export const peers: Check = (document) =>
  rulesOf(document).flatMap((rule) => [
    ...rule.peers.flatMap((peer) => danglingPeer(document, rule, peer)),
    ...unservedPorts(document, rule),
  ]);

/** A connection needs leave at both of its ends: whoever may call is also let in, and whoever is let in may call. */
export const bothEnds: Check = (document) => {
  const pods = podTemplatesOf(document);
  const problems = new Map<string, Problem>();
  for (const { policy, direction, peers: others, ports } of rulesOf(document)) {
    const ours = pods.filter((pod) => isSubject(policy, pod));
    const theirs = pods.filter((pod) => others.some((peer) => isPeer(policy, peer, pod)));
    for (const pod of ours) {
      for (const other of theirs) {
        const [from, to] = direction === "egress" ? [pod, other] : [other, pod];
        const missing = direction === "egress" ? "ingress" : "egress";
        for (const { port } of ports) {
          if (allows(document, missing, from, to, port)) continue;
          const message = `${direction} between ${from.owner.name} and ${to.owner.name} on ${String(port)} has no ${missing} at the other end`;
          problems.set(`${policy.urn} ${message}`, { urn: policy.urn, message });
        }
      }
    }
  }
  return [...problems.values()];
};

/** No pod is open in either direction: in each namespace with pods a policy selects all of them, with no rule. */
export const closed: Check = (document) =>
  podTemplatesOf(document).flatMap(({ owner, namespace, labels }) => {
    const selecting = policiesOf(document).filter((policy) =>
      isSubject(policy, { namespace, labels }),
    );
    return ["Ingress", "Egress"]
      .filter((type) => !selecting.some(({ spec }) => strings(spec["policyTypes"]).includes(type)))
      .map((type) => ({
        urn: owner.urn,
        message: `is open: no policy for its ${type.toLowerCase()}`,
      }));
  });

/** Whoever may call somebody may ask for their name. */
export const nameLookups: Check = (document) =>
  podTemplatesOf(document).flatMap((pod) => {
    const rules = rulesOf(document).filter(
      ({ policy, direction }) => direction === "egress" && isSubject(policy, pod),
    );
    if (rules.length === 0) return [];
    const isLookup = (protocol: string) => (rule: Rule) =>
      rule.ports.some((port) => port["port"] === 53 && (port["protocol"] ?? "TCP") === protocol);
    return ["UDP", "TCP"]
      .filter((protocol) => !rules.some(isLookup(protocol)))
      .map((protocol) => ({
        urn: pod.owner.urn,
        message: `may call others but not look up names over ${protocol}`,
      }));
  });

/** Prometheus reaches the metrics that the pods announce. */
export const scraped: Check = (document) => {
  const [prometheus] = podTemplatesOf(document, { app: "prometheus" });
  if (!prometheus) return [];
  return podTemplatesOf(document)
    .filter((pod) => pod.annotations["prometheus.io/scrape"] === "true" && pod !== prometheus)
    .flatMap((pod) => {
      const port = Number(pod.annotations["prometheus.io/port"]);
      if (allowed(document, prometheus, pod, port)) return [];
      return [{ urn: pod.owner.urn, message: `Prometheus may not read its metrics on ${port}` }];
    });
};

function policiesOf(document: PreviewDocument): KubernetesObject[] {
  return objectsOf(document, { kind: "NetworkPolicy" });
}

function rulesOf(document: PreviewDocument): Rule[] {
  return policiesOf(document).flatMap((policy) => [
    ...list(policy.spec["ingress"]).map((rule) => ({
      policy,
      direction: "ingress" as const,
      peers: list(rule["from"]),
      ports: list(rule["ports"]),
    })),
    ...list(policy.spec["egress"]).map((rule) => ({
      policy,
      direction: "egress" as const,
      peers: list(rule["to"]),
      ports: list(rule["ports"]),
    })),
  ]);
}

function isSubject({ namespace, spec }: KubernetesObject, pods: PodsOf): boolean {
  return pods.namespace === namespace && selects(spec["podSelector"], pods.labels);
}

/** Whether a peer of a policy's rule means these pods. */
function isPeer(policy: KubernetesObject, peer: Fields, pods: PodsOf): boolean {
  if ("ipBlock" in peer) return false;
  const isInPlace =
    peer["namespaceSelector"] === undefined
      ? pods.namespace === policy.namespace
      : selects(peer["namespaceSelector"], {
          "kubernetes.io/metadata.name": pods.namespace ?? "",
        });
  return isInPlace && selects(peer["podSelector"], pods.labels);
}

function danglingPeer(document: PreviewDocument, rule: Rule, peer: Fields): Problem[] {
  const { urn } = rule.policy;
  if ("ipBlock" in peer) return [];
  const everybody: readonly PodsOf[] = [...podTemplatesOf(document), ...foreignPods];
  if (everybody.some((pods) => isPeer(rule.policy, peer, pods))) return [];
  return [{ urn, message: `${rule.direction} has a peer that is nobody: ${JSON.stringify(peer)}` }];
}

function unservedPorts(
  document: PreviewDocument,
  { policy, direction, peers, ports }: Rule,
): Problem[] {
  const servers = podTemplatesOf(document).filter((pod) =>
    direction === "ingress"
      ? isSubject(policy, pod)
      : peers.some((peer) => isPeer(policy, peer, pod)),
  );
  return servers.flatMap((server) =>
    ports
      .filter(({ port }) => !hasPort(server, port))
      .map(({ port }) => ({
        urn: policy.urn,
        message: `${direction} is to port ${String(port)}, which ${server.owner.name} does not have`,
      })),
  );
}

/** Whether the policies at both ends let `from` call `to` on a port. */
export function allowed(
  document: PreviewDocument,
  from: PodTemplate,
  to: PodTemplate,
  port: unknown,
): boolean {
  return allows(document, "egress", from, to, port) && allows(document, "ingress", from, to, port);
}

/** Whether a policy at that end lets `from` call `to` on a port. */
function allows(
  document: PreviewDocument,
  direction: Direction,
  from: PodTemplate,
  to: PodTemplate,
  port: unknown,
): boolean {
  const [ours, theirs] = direction === "egress" ? [from, to] : [to, from];
  return rulesOf(document).some(
    (rule) =>
      rule.direction === direction &&
      isSubject(rule.policy, ours) &&
      rule.ports.some((open) => open["port"] === port) &&
      rule.peers.some((peer) => isPeer(rule.policy, peer, theirs)),
  );
}
