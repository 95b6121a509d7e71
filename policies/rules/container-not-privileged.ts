import { at } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { isUnset } from "../pods.ts";
import { deployment } from "../examples.ts";

export const containerNotPrivileged: Rule = {
  name: "container-not-privileged",
  title: "No container is privileged.",
  why: "A privileged container is root on its node: it can read every secret and every pod there.",
  severity: "critical",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Privileged Containers" },
    nsa: true,
    cis: ["5.2.2"],
    kubeScore: ["container-security-context-privileged"],
    kubeLinter: ["privileged-container"],
    polaris: ["runAsPrivileged"],
    checkov: ["CKV_K8S_16"],
    trivy: ["KSV-0017"],
    kubescape: ["C-0057"],
  },
  fix: "Remove `privileged`, and ask for the one capability that is needed.",
  examples: {
    compliant: [deployment({ container: { securityContext: { privileged: false } } })],
    violating: [deployment({ container: { securityContext: { privileged: true } } })],
  },
  looksAt: "container",
  *check({ value, path }) {
    const privileged = at(value, "securityContext", "privileged");
    if (!isUnset(privileged) && privileged !== false) {
      yield { path: `${path}.securityContext.privileged`, is: privileged, must: "be false" };
    }
  },
};
