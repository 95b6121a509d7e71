import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const containerSecurityContext: Rule = {
  name: "container-security-context",
  title: "Every container says how it is confined.",
  why: "Capabilities, privilege escalation and the root file system can be set in containers only; their defaults are loose.",
  severity: "medium",
  checklist: [],
  standards: {
    cis: ["5.7.3"],
    checkov: ["CKV_K8S_30"],
    trivy: ["KSV-0118"],
    kubescape: ["C-0211"],
  },
  fix: "Give the container a `securityContext`.",
  examples: {
    compliant: [deployment({ container: { securityContext: { readOnlyRootFilesystem: true } } })],
    violating: [deployment(), deployment({ container: { securityContext: {} } })],
  },
  looksAt: "container",
  *check({ value, path }) {
    const context = record(at(value, "securityContext"));
    if (context && Object.keys(context).length > 0) return;
    const field = `${path}.securityContext`;
    yield { path: field, is: context && "empty", must: "say how the container is confined" };
  },
};
