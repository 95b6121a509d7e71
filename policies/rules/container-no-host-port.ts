import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerNoHostPort: Rule = {
  name: "container-no-host-port",
  title: "No container takes a port of its node.",
  why: "A port of the node is open to everyone who reaches the node, past Services and network policies, and one pod a node can have it.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Host Ports" },
    nsa: true,
    cis: ["5.2.13"],
    polaris: ["hostPortSet"],
    checkov: ["CKV_K8S_26"],
    trivy: ["KSV-0024"],
    kubescape: ["C-0044"],
  },
  fix: "Remove `hostPort`, and reach the pod through a Service.",
  examples: {
    compliant: [deployment({ container: { ports: [{ containerPort: 8080 }] } })],
    violating: [deployment({ container: { ports: [{ containerPort: 8080, hostPort: 8080 }] } })],
  },
  looksAt: "container",
  *check({ value, path }) {
    yield* eachIn(at(value, "ports"), `${path}.ports`, function* (port, path) {
      const hostPort = at(port, "hostPort");
      if (!isUnset(hostPort) && hostPort !== 0) {
        yield { path: `${path}.hostPort`, is: hostPort, must: "not be set" };
      }
    });
  },
};
