import { ingress, redirect } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { eachHost } from "../routes.ts";

export const hostRedirectsToHttps: Rule = {
  name: "host-redirects-to-https",
  title: "Every public host redirects plain HTTP to HTTPS.",
  why: "People type names without https, and links are older than certificates.",
  severity: "high",
  checklist: ["sec.7"],
  standards: { nsa: true },
  fix: "Add a route by plain HTTP that answers with a redirect to https.",
  examples: {
    compliant: [ingress(), ...redirect],
    violating: [ingress()],
  },
  looksAt: "graph",
  check: (graph) =>
    eachHost(graph, function* (host, routes) {
      const [first] = routes;
      if (!first || routes.some(({ redirects }) => redirects)) return;
      const field = first.hosts.find(({ value }) => value === host) ?? first.behaviour;
      yield {
        resource: field.resource,
        path: field.path,
        is: host,
        must: "have a route by plain HTTP that redirects to https",
      };
    }),
};
