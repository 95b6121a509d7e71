import { ingress, middleware } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

const route = ingress({ middlewares: ["limit"] });

export const routeIsRateLimited: Rule = {
  name: "route-is-rate-limited",
  title: "Every route limits the requests of one client.",
  why: "One client that asks as fast as it can is an outage for all others.",
  severity: "high",
  checklist: ["sec.9"],
  standards: {},
  fix: "Attach a rateLimit middleware, or a BackendTrafficPolicy with a rate limit.",
  examples: {
    compliant: [route, middleware("limit", { rateLimit: { average: 100, period: "1s" } })],
    violating: [route, middleware("limit", { rateLimit: { average: 0, period: "1s" } })],
  },
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, function* (route) {
      if (!route.serves || route.rateLimits.some(({ perSecond }) => perSecond > 0)) return;
      const [limit] = route.rateLimits;
      yield limit
        ? { resource: limit.resource, path: limit.path, must: "be a number of requests" }
        : { ...route.behaviour, must: "limit the requests of one client" };
    }),
};
