import { namespace } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { eachNamespace } from "../namespaces.ts";
import type { Rule } from "../rule.ts";

export const namespaceIsDeclared: Rule = {
  name: "namespace-is-declared",
  title: "Every namespace with pods is declared with them.",
  why: "Only of a namespace of its own does a stack know the Pod Security, the quota and the policies.",
  severity: "high",
  checklist: ["infra.2", "step4.1"],
  standards: {},
  fix: "Declare the namespace (components/foundation), or move the workload to one that is.",
  examples: {
    compliant: [namespace(), deployment()],
    violating: [namespace({}, "monitoring"), deployment()],
  },
  onlyStacks: true,
  looksAt: "graph",
  check: (graph) =>
    eachNamespace(graph, function* ({ name, declared, declaredBy }) {
      if (!declared) yield { ...declaredBy, is: name, must: "be a namespace that is declared" };
    }),
};
