import { headers, ingress } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

const HEADER = "Content-Security-Policy";
const route = ingress({ middlewares: ["headers"] });

export const routeSendsContentSecurityPolicy: Rule = {
  name: "route-sends-content-security-policy",
  title:
    "Every route sends a Content-Security-Policy that lets run only what comes from named hosts.",
  why: "Markup that somebody has smuggled into a page runs nothing where this policy is sent.",
  severity: "high",
  checklist: ["sec.8"],
  standards: {},
  fix: "Send a policy with `default-src` and `frame-ancestors`, without 'unsafe-inline' and 'unsafe-eval' for scripts.",
  examples: {
    compliant: [route, headers({ [HEADER]: "default-src 'self'; frame-ancestors 'none'" })],
    violating: [
      route,
      headers({ [HEADER]: "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'" }),
    ],
  },
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, function* (route) {
      if (!route.serves) return;
      const sent = route.headers.get(HEADER.toLowerCase());
      if (!sent) {
        yield { ...route.behaviour, must: `send ${HEADER}` };
        return;
      }
      const must = fault(sent.value);
      if (must !== undefined) {
        yield { resource: sent.resource, path: sent.path, is: sent.value, must };
      }
    }),
};

function fault(policy: string): string | undefined {
  const directives = new Map(
    policy.split(";").map((part): [string, string[]] => {
      const [name = "", ...sources] = part.trim().toLowerCase().split(/\s+/);
      return [name, sources];
    }),
  );
  const fallback = directives.get("default-src");
  if (!fallback) return "have a default-src";
  if (!directives.has("frame-ancestors")) return "have frame-ancestors";
  const scripts = directives.get("script-src") ?? fallback;
  const loose = scripts.find((source) =>
    ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"].includes(source),
  );
  return loose === undefined ? undefined : `not let scripts come from ${loose}`;
}
