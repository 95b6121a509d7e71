import { headers, ingress } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

const HEADER = "Strict-Transport-Security";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const route = ingress({ middlewares: ["headers"] });

export const routeSendsHsts: Rule = {
  name: "route-sends-hsts",
  title: "Every route tells browsers to come by HTTPS only, for a year at least.",
  why: "The first request goes by plain HTTP otherwise, and whoever answers it first wins.",
  severity: "high",
  checklist: ["sec.7", "sec.8"],
  standards: {},
  fix: `Send \`${HEADER}: max-age=${YEAR_SECONDS}\` or more.`,
  examples: {
    compliant: [route, headers({ [HEADER]: `max-age=${YEAR_SECONDS}; includeSubDomains` })],
    violating: [route, headers({ [HEADER]: "max-age=300" })],
  },
  // A certificate that nobody has signed must not be remembered.
  advisoryOnOneMachine: true,
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, function* (route) {
      if (!route.serves) return;
      const sent = route.headers.get(HEADER.toLowerCase());
      const [, age] = /(?:^|;)\s*max-age="?(\d{1,12})/i.exec(sent?.value ?? "") ?? [];
      if (Number(age ?? 0) >= YEAR_SECONDS) return;
      yield {
        ...(sent ? { resource: sent.resource, path: sent.path, is: sent.value } : route.behaviour),
        must: `send ${HEADER} with a max-age of at least ${YEAR_SECONDS}`,
      };
    }),
};
