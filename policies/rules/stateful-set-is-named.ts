import { each } from "../each.ts";
import { service, statefulSet } from "../example-objects.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import type { Rule } from "../rule.ts";
import { mapSelector } from "../selectors.ts";

export const statefulSetIsNamed: Rule = {
  name: "stateful-set-is-named",
  title: "Every StatefulSet has a headless Service that gives its pods their names.",
  why: "Without it the pods have no stable name, and whoever knows them by theirs finds nobody.",
  severity: "medium",
  checklist: ["step4.7"],
  standards: { kubeScore: ["statefulset-has-servicename"], kubescape: ["C-0302"] },
  fix: "Set `spec.serviceName` to a Service with `clusterIP: None` that selects the pods.",
  examples: {
    compliant: [statefulSet(), service({ clusterIP: "None" })],
    violating: [statefulSet(), service()],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    const pods = podsOf(graph);
    yield* each(objects.of("StatefulSet", "apps"), function* ({ resource, namespace }) {
      const name = at(resource.inputs, "spec", "serviceName");
      const service = objects.find("Service", namespace, name)?.resource;
      const own = pods.of(resource);
      const fits =
        service !== undefined &&
        at(service.inputs, "spec", "clusterIP") === "None" &&
        own !== undefined &&
        mapSelector(at(service.inputs, "spec", "selector")).selects(own.labels);
      if (!fits) {
        yield {
          resource,
          path: "spec.serviceName",
          ...(name !== undefined && { is: name }),
          must: "be a Service with clusterIP None that selects its pods",
        };
      }
    });
  },
};
