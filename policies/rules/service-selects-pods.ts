import { each } from "../each.ts";
import { service } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import type { Rule } from "../rule.ts";
import { mapSelector } from "../selectors.ts";

export const serviceSelectsPods: Rule = {
  name: "service-selects-pods",
  title: "Every Service selects pods that are there.",
  why: "A Service that selects nothing refuses every connection.",
  severity: "high",
  checklist: ["step4.7"],
  standards: {
    kubeScore: ["service-targets-pod"],
    kubeLinter: ["dangling-service"],
    kubescape: ["C-0293", "C-0296"],
  },
  fix: "Make `spec.selector` equal to labels of the pod template.",
  examples: {
    compliant: [deployment(), service()],
    violating: [deployment(), service({ selector: { app: "exmaple" } })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    const objects = objectsOf(graph);
    yield* each(objects.of("Service", ""), function* ({ resource, namespace, name }) {
      const { inputs } = resource;
      if (at(inputs, "spec", "type") === "ExternalName") return;
      const selector = at(inputs, "spec", "selector");
      // Addresses that are written down instead of found by labels.
      if (selector === undefined && objects.find("Endpoints", namespace, name)) return;
      if (pods.selectsAny(namespace, mapSelector(selector))) return;
      yield {
        resource,
        path: "spec.selector",
        ...(selector !== undefined && { is: selector }),
        must: "select pods of its namespace",
      };
    });
  },
};
