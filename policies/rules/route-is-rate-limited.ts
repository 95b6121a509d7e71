import { ingress, middleware } from "../example-objects.ts";
import type { RateLimit } from "../route.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

/** More than one client asks for, and less than what breaks a service. */
const MOST_PER_SECOND = 1000;

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
      if (!route.serves) return;
      const limits = ({ perSecond }: RateLimit) => perSecond > 0 && perSecond <= MOST_PER_SECOND;
      if (route.rateLimits.some(limits)) return;
      const [limit] = route.rateLimits;
      yield limit
        ? {
            resource: limit.resource,
            path: limit.path,
            must: `be 1 to ${MOST_PER_SECOND} a second`,
          }
        : { ...route.behaviour, must: "limit the requests of one client" };
    }),
};
