import { namespace } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const LABEL = "pod-security.kubernetes.io/enforce-version";
const path = join("metadata.labels", LABEL);

export const namespacePinsPodSecurity: Rule = {
  name: "namespace-pins-pod-security",
  title: "Every namespace says of which version the Pod Security standard is that it enforces.",
  why: "Without it an upgrade of the cluster can refuse pods that ran the day before.",
  severity: "medium",
  checklist: ["infra.2"],
  standards: { cis: ["5.2.1"] },
  fix: `Label the namespace \`${LABEL}\` with the minor version of the cluster (\`cluster.podSecurityVersion\`).`,
  examples: {
    compliant: [namespace({ [LABEL]: "v1.36" })],
    violating: [namespace({ [LABEL]: "latest" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Namespace", "")) return;
    const is = at(resource.inputs, "metadata", "labels", LABEL);
    if (typeof is !== "string" || !/^v1\.\d{1,3}$/.test(is)) {
      yield { path, ...(is !== undefined && { is }), must: "be a version, such as v1.36" };
    }
  },
};
