import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

const NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"];

export const podNoHostNamespaces: Rule = {
  name: "pod-no-host-namespaces",
  title: "No pod shares the network, the processes or the memory of its node.",
  why: "In the node's namespaces a pod goes past every network policy and sees the processes of all other pods.",
  severity: "critical",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Host Namespaces" },
    nsa: true,
    cis: ["5.2.3", "5.2.4", "5.2.5"],
    kubeLinter: ["host-network", "host-pid", "host-ipc"],
    polaris: ["hostNetworkSet", "hostPIDSet", "hostIPCSet"],
    checkov: ["CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19"],
    trivy: ["KSV-0008", "KSV-0009", "KSV-0010"],
    kubescape: ["C-0038", "C-0041"],
  },
  fix: "Remove the field. What reads a node's metrics can read them from a read-only mount.",
  examples: {
    compliant: [deployment({ pod: { hostNetwork: false } })],
    violating: NAMESPACES.map((field) => deployment({ pod: { [field]: true } })),
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(NAMESPACES, function* (field) {
      const value = at(pod.spec, field);
      if (!isUnset(value) && value !== false) {
        yield { path: podPath(pod, "spec", field), is: value, must: "be false" };
      }
    });
  },
};
