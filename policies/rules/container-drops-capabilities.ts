import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerDropsCapabilities: Rule = {
  name: "container-drops-capabilities",
  title: "Every container drops all capabilities.",
  why: "What is not dropped is given by default: forged packets, changed owners, other users' files.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Capabilities" },
    nsa: true,
    cis: ["5.2.8", "5.2.10"],
    kubeLinter: ["drop-net-raw-capability"],
    polaris: ["insecureCapabilities"],
    checkov: ["CKV_K8S_28", "CKV_K8S_37"],
    trivy: ["KSV-0003", "KSV-0004", "KSV-0106"],
    kubescape: ["C-0046"],
  },
  fix: 'Set `securityContext.capabilities.drop: ["ALL"]`.',
  examples: {
    compliant: [
      deployment({ container: { securityContext: { capabilities: { drop: ["ALL"] } } } }),
    ],
    violating: [
      deployment(),
      deployment({ container: { securityContext: { capabilities: { drop: ["NET_RAW"] } } } }),
    ],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    if (isWindows(pod)) return;
    const dropped = at(value, "securityContext", "capabilities", "drop");
    if (!list(dropped).includes("ALL")) {
      const field = `${path}.securityContext.capabilities.drop`;
      yield { path: field, is: dropped ?? undefined, must: "contain ALL" };
    }
  },
};
