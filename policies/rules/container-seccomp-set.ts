import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isUnset, isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";

const securityContext = { seccompProfile: { type: "RuntimeDefault" } };

export const containerSeccompSet: Rule = {
  name: "container-seccomp-set",
  title: "Every container has a seccomp profile, its own or its pod's.",
  why: "No profile means no filter of system calls on most clusters.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Seccomp" },
    nsa: true,
    cis: ["5.7.2"],
    kubeScore: ["container-seccomp-profile"],
    polaris: ["linuxHardening"],
    checkov: ["CKV_K8S_31"],
    trivy: ["KSV-0030"],
    kubescape: ["C-0210"],
  },
  fix: "Set `securityContext.seccompProfile.type: RuntimeDefault` in the pod.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext } }),
      deployment({ container: { securityContext } }),
    ],
    violating: [deployment()],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    if (isWindows(pod)) return;
    // What is set, and to what it must not be, is pod-seccomp-confined's to tell.
    if (!isUnset(at(value, "securityContext", "seccompProfile"))) return;
    if (!isUnset(at(pod.spec, "securityContext", "seccompProfile"))) return;
    yield { path: `${path}.securityContext.seccompProfile`, must: "be set here or in the pod" };
  },
};
