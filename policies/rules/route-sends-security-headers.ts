import { headers, ingress } from "../example-objects.ts";
import { type Route } from "../route.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

/** Each header, whether a value of it will do, and what would. */
const HEADERS: readonly (readonly [
  name: string,
  holds: (value: string, route: Route) => boolean,
  must: string,
])[] = [
  ["X-Content-Type-Options", (value) => value.toLowerCase() === "nosniff", "be nosniff"],
  [
    "X-Frame-Options",
    (value, { headers }) =>
      /^(?:deny|sameorigin)$/i.test(value) ||
      /frame-ancestors/i.test(headers.get("content-security-policy")?.value ?? ""),
    "be DENY",
  ],
  [
    "Referrer-Policy",
    (value) =>
      /^(?:no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/i.test(value),
    "keep paths from other sites: strict-origin-when-cross-origin",
  ],
  ["Permissions-Policy", (value) => value.includes("="), "name features that pages do not use"],
];

const all = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), microphone=()",
};
const route = ingress({ middlewares: ["headers"] });

export const routeSendsSecurityHeaders: Rule = {
  name: "route-sends-security-headers",
  title: `Every route sends ${HEADERS.map(([name]) => name).join(", ")}.`,
  why: "They take from a page that has been attacked what it would be attacked with.",
  severity: "medium",
  checklist: ["sec.8"],
  standards: {},
  fix: "Send the header from the edge, with a middleware or a ResponseHeaderModifier.",
  examples: {
    compliant: [route, headers(all)],
    violating: [route, headers({ ...all, "X-Content-Type-Options": "" })],
  },
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, function* (route) {
      if (!route.serves) return;
      for (const [name, holds, must] of HEADERS) {
        const sent = route.headers.get(name.toLowerCase());
        if (holds(sent?.value ?? "", route)) continue;
        yield sent
          ? { resource: sent.resource, path: sent.path, is: sent.value, must }
          : { ...route.behaviour, must: `send ${name}` };
      }
    }),
};
