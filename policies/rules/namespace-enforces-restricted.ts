import { namespace } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const LABEL = "pod-security.kubernetes.io/enforce";
const path = join("metadata.labels", LABEL);

export const namespaceEnforcesRestricted: Rule = {
  name: "namespace-enforces-restricted",
  title: "Every namespace makes the API server enforce Pod Security at level restricted.",
  why: "The rules here see what we declare; the API server sees every pod, whoever makes it.",
  severity: "high",
  checklist: ["infra.2"],
  standards: { nsa: true, cis: ["5.2.1"], kubescape: ["C-0192"] },
  fix: `Label the namespace \`${LABEL}: restricted\`.`,
  examples: {
    compliant: [namespace({ [LABEL]: "restricted" })],
    violating: [namespace({ [LABEL]: "baseline" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Namespace", "")) return;
    const is = at(resource.inputs, "metadata", "labels", LABEL);
    if (is !== "restricted") {
      yield { path, ...(is !== undefined && { is }), must: "be restricted" };
    }
  },
};
