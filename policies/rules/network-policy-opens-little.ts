import { each, eachIn } from "../each.ts";
import { networkPolicy } from "../example-objects.ts";
import { at, isKind, list, record } from "../graph.ts";
import { DIRECTIONS } from "../network-policies.ts";
import type { Finding, Rule } from "../rule.ts";
import { labelSelector } from "../selectors.ts";

const podSelector = { matchLabels: { app: "example" } };
const caller = { podSelector: { matchLabels: { app: "caller" } } };
const http = { port: 8080, protocol: "TCP" };

export const networkPolicyOpensLittle: Rule = {
  name: "network-policy-opens-little",
  title:
    "Every rule of a network policy names its peers and its ports; nothing comes in from everywhere.",
  why: "A rule without peers or ports opens all, and takes back what the default denies.",
  severity: "critical",
  checklist: ["infra.9", "infra.8"],
  standards: { nsa: true, cis: ["5.3.2"] },
  fix: "Name the pods, or the addresses, that are on the other end, and the ports that they use.",
  examples: {
    compliant: [networkPolicy({ podSelector, ingress: [{ from: [caller], ports: [http] }] })],
    violating: [networkPolicy({ podSelector, ingress: [{ ports: [http] }] })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "NetworkPolicy", "networking.k8s.io")) return;
    yield* each(DIRECTIONS, (direction) => {
      const field = direction === "Ingress" ? "ingress" : "egress";
      const end = direction === "Ingress" ? "from" : "to";
      return eachIn(at(resource.inputs, "spec", field), `spec.${field}`, function* (rule, path) {
        yield* each(
          [() => peers(rule, `${path}.${end}`, end), () => ports(rule, `${path}.ports`)],
          (part) => part(),
        );
      });
    });
  },
};

function* peers(rule: unknown, path: string, end: "from" | "to"): Generator<Finding> {
  const given = at(rule, end);
  if (list(given).length === 0) {
    yield { path, ...(given !== undefined && { is: given }), must: "name who is on the other end" };
    return;
  }
  yield* eachIn(given, path, function* (peer, path) {
    const cidr = at(peer, "ipBlock", "cidr");
    if (typeof cidr === "string") {
      // Certificate authorities and the site itself answer from anywhere; callers come through the edge.
      if (end === "from" && isWide(cidr)) {
        yield { path: `${path}.ipBlock.cidr`, is: cidr, must: "be smaller than the internet" };
      }
      return;
    }
    const namespaces = at(peer, "namespaceSelector");
    const pods = at(peer, "podSelector");
    const anyNamespace = record(namespaces) && labelSelector(namespaces).everything;
    const anyPod = !record(pods) || labelSelector(pods).everything;
    // Anybody may give a pod in a namespace of theirs the label of a caller.
    if (anyNamespace && (anyPod || end === "from")) {
      yield { path: `${path}.namespaceSelector`, is: namespaces, must: "select some namespaces" };
    } else if (!record(namespaces) && anyPod) {
      yield {
        path: `${path}.podSelector`,
        ...(pods !== undefined && { is: pods }),
        must: "select some pods",
      };
    }
  });
}

/** Parts of the internet are the internet, too: two halves make a whole. */
function isWide(cidr: string): boolean {
  const [, address = "", length] = /^(.*)\/(\d{1,3})$/.exec(cidr) ?? [];
  return length !== undefined && Number(length) < (address.includes(":") ? 16 : 8);
}

function* ports(rule: unknown, path: string): Generator<Finding> {
  const given = at(rule, "ports");
  if (list(given).length === 0) {
    yield { path, ...(given !== undefined && { is: given }), must: "name the ports" };
    return;
  }
  yield* eachIn(given, path, function* (port, path) {
    const first = at(port, "port");
    const last = at(port, "endPort");
    if (first === undefined || first === null) {
      yield { path: `${path}.port`, must: "be the port that is used" };
    } else if (typeof first === "number" && typeof last === "number" && last - first > 30_000) {
      yield { path: `${path}.endPort`, is: last, must: `be close to ${first}: this is every port` };
    }
  });
}
