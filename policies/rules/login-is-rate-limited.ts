import { ingress, middleware } from "../example-objects.ts";
import type { Route } from "../route.ts";
import type { Rule } from "../rule.ts";
import { eachHost } from "../routes.ts";

const LOGIN = "/api/auth";
/** A person logs in once; a second a guess is 86,400 guesses a day. */
const MOST_PER_SECOND = 1;

const limits = [
  middleware("limit", { rateLimit: { average: 100, period: "1s" } }),
  middleware("limit-login", { rateLimit: { average: 10, period: "1m" } }),
];
const api = ingress({ name: "api", path: "/api", middlewares: ["limit"] });

export const loginIsRateLimited: Rule = {
  name: "login-is-rate-limited",
  title: `Below ${LOGIN} one client has no more than a request a second.`,
  why: "Passwords are guessed at the rate at which they may be tried.",
  severity: "high",
  checklist: ["sec.9"],
  standards: {},
  fix: "Cut a route of its own for the login, with a stricter rate limit (`edge.rateLimits.login`).",
  examples: {
    compliant: [
      ...limits,
      api,
      ingress({ name: "login", path: LOGIN, middlewares: ["limit", "limit-login"] }),
    ],
    violating: [...limits, api, ingress({ name: "login", path: LOGIN, middlewares: ["limit"] })],
  },
  onlyStacks: true,
  looksAt: "graph",
  check: (graph) =>
    eachHost(graph, function* (_host, routes) {
      const answers = routes.filter((route) => route.serves && reach(route) >= 0);
      // The longest path wins. Where only pages are served, nobody logs in.
      const longest = Math.max(...answers.map(reach));
      if (longest <= "/".length) return;
      for (const route of answers) {
        if (reach(route) < longest) continue;
        const limited = route.rateLimits.some(
          ({ perSecond }) => perSecond > 0 && perSecond <= MOST_PER_SECOND,
        );
        if (limited) continue;
        const [limit] = route.rateLimits;
        const field = limit ?? route.behaviour;
        yield {
          resource: field.resource,
          path: field.path,
          ...(limit && { is: `${limit.perSecond} a second` }),
          must: `limit ${LOGIN} to ${MOST_PER_SECOND} request a second of one client`,
        };
      }
    }),
};

/** Length of the path by which a route takes the login, or less than nothing when it does not. */
function reach({ paths }: Route): number {
  const taking = paths.filter(
    (path) => path === LOGIN || LOGIN.startsWith(path.endsWith("/") ? path : `${path}/`),
  );
  return Math.max(-1, ...taking.map((path) => path.length));
}
