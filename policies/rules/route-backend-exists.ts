import { each } from "../each.ts";
import { ingress, service } from "../example-objects.ts";
import { at, list, word } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

export const routeBackendExists: Rule = {
  name: "route-backend-exists",
  title: "Every route leads to a port of a Service, and what it refers to on the way is declared.",
  why: "A route to nowhere answers with an error, and a middleware that is not there is one that does not protect.",
  severity: "high",
  checklist: ["step4.8"],
  standards: { kubeLinter: ["dangling-ingress"] },
  fix: "Correct the name or the port of the Service, middleware or Gateway, or declare it.",
  examples: {
    compliant: [ingress(), service()],
    violating: [ingress({ service: "exmaple" }), service()],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    yield* eachRoute(graph, function* (route): Generator<GraphFinding> {
      for (const { resource, path, value } of route.missing) {
        yield { resource, path, is: value, must: "be declared" };
      }
      // A route that redirects reaches no Service.
      if (!route.serves) return;
      yield* each(route.backends, function* ({ resource, path, service, namespace, port }) {
        const found = objects.find("Service", namespace, service)?.resource;
        if (!found) {
          yield {
            resource,
            path: `${path}.name`,
            ...(service !== undefined && { is: service }),
            must: `be a Service of ${namespace}`,
          };
          return;
        }
        const ports = list(at(found.inputs, "spec", "ports"));
        if (!ports.some((own) => at(own, "port") === port || at(own, "name") === port)) {
          yield {
            resource,
            path: `${path}.port`,
            ...(port !== undefined && { is: port }),
            must: `be a port of the Service ${word(service)}`,
          };
        }
      });
    });
  },
};
