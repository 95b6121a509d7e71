import { ingress } from "../example-objects.ts";
import { at, record } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

export const ingressNoSnippets: Rule = {
  name: "ingress-no-snippets",
  title: "No annotation hands the controller pieces of its configuration.",
  why: "A snippet is code that runs in the controller, with all that it may do (CVE-2021-25742).",
  severity: "critical",
  checklist: [],
  standards: {
    checkov: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    trivy: ["KCV-0093"],
    kubescape: ["C-0059"],
  },
  fix: "Say it with fields of the controller's own resources, such as a middleware.",
  examples: {
    compliant: [ingress()],
    violating: [
      ingress({ annotations: { "haproxy.org/backend-config-snippet": "http-request deny" } }),
    ],
  },
  looksAt: "resource",
  *check({ inputs }) {
    for (const name of Object.keys(record(at(inputs, "metadata", "annotations")) ?? {})) {
      if (/[-/.]snippets?$/.test(name)) {
        yield {
          path: join("metadata.annotations", name),
          is: "a piece of configuration",
          must: "be absent",
        };
      }
    }
  },
};
