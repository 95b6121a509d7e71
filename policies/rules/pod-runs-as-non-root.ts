import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { hasUserNamespace, isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { containersOf, podPath } from "../workloads.ts";

const nonRoot = (runAsNonRoot: boolean) => ({ securityContext: { runAsNonRoot } });

export const podRunsAsNonRoot: Rule = {
  name: "pod-runs-as-non-root",
  title: "No container may start as root, unless its pod has its own user namespace.",
  why: "Root in a container is root on the node as soon as something else fails; the kubelet refuses to start it.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Running as Non-root" },
    nsa: true,
    cis: ["5.2.7"],
    kubeLinter: ["run-as-non-root"],
    polaris: ["runAsRootAllowed"],
    checkov: ["CKV_K8S_23"],
    trivy: ["KSV-0012"],
    kubescape: ["C-0013"],
  },
  fix: "Set `securityContext.runAsNonRoot: true` in the pod, and nothing else in its containers.",
  examples: {
    compliant: [deployment({ pod: nonRoot(true) }), deployment({ container: nonRoot(true) })],
    violating: [
      deployment(),
      deployment({ pod: nonRoot(false), container: nonRoot(true) }),
      deployment({ pod: nonRoot(true), container: nonRoot(false) }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    if (hasUserNamespace(pod)) return;
    const ofPod = () => at(pod.spec, "securityContext", "runAsNonRoot");
    const must = "be true";
    yield* each(["pod", ...containersOf(pod)], function* (owner) {
      if (typeof owner === "string") {
        const value = ofPod();
        if (isUnset(value) || value === true) return;
        yield { path: podPath(pod, "spec", "securityContext", "runAsNonRoot"), is: value, must };
        return;
      }
      const path = `${owner.path}.securityContext.runAsNonRoot`;
      const value = at(owner.value, "securityContext", "runAsNonRoot");
      if (!isUnset(value)) {
        if (value !== true) yield { path, is: value, must };
      } else if (isUnset(ofPod())) {
        yield { path, must: "be true, here or in the pod" };
      }
    });
  },
};
