import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerReadOnlyRoot: Rule = {
  name: "container-read-only-root",
  title: "No container can write its image's file system.",
  why: "Whoever gets into a container cannot change its program nor leave tools there, and what is written is where it is expected.",
  severity: "medium",
  checklist: [],
  standards: {
    nsa: true,
    kubeScore: ["container-security-context-readonlyrootfilesystem"],
    kubeLinter: ["no-read-only-root-fs"],
    polaris: ["notReadOnlyRootFilesystem"],
    checkov: ["CKV_K8S_22"],
    trivy: ["KSV-0014"],
    kubescape: ["C-0017"],
  },
  fix: "Set `securityContext.readOnlyRootFilesystem: true`, and mount an emptyDir where the program writes.",
  examples: {
    compliant: [deployment({ container: { securityContext: { readOnlyRootFilesystem: true } } })],
    violating: [
      deployment(),
      deployment({ container: { securityContext: { readOnlyRootFilesystem: false } } }),
    ],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    if (isWindows(pod)) return;
    const readOnly = at(value, "securityContext", "readOnlyRootFilesystem");
    if (readOnly === true) return;
    const field = `${path}.securityContext.readOnlyRootFilesystem`;
    yield { path: field, is: readOnly ?? undefined, must: "be true" };
  },
};
