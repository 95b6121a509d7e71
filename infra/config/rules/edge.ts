import { LOGIN_REQUESTS, MAX_LOGIN_LIMIT } from "../../../components/release/smoke/logins.ts";
import { problem } from "../problem.ts";
import type { Settings } from "../schema/index.ts";
import { rule } from "./rule.ts";

/** With a wildcard any site may act in the name of whoever is logged in; http is read and changed on its way. */
export const corsOrigins = rule(["environment", "edge"], ["sec.10"], ({ environment, edge }) =>
  edge.corsOrigins.flatMap((origin, index) => {
    if (environment === "local" || origin.startsWith("https://")) return [];
    const what = origin === "*" ? "any site" : "not encrypted";
    const message = `is ${origin}, which is ${what}; in ${environment} it must be an https:// origin`;
    return [problem(["edge", "corsOrigins", index], message, "https://app.example.com")];
  }),
);

/** One namespace holds one kind of thing: their Pod Security levels and policies differ. */
export const namespacesDiffer = rule(["cluster", "edge"], [], ({ cluster, edge }) => {
  const { application, monitoring, agents } = cluster.namespaces;
  const taken = new Map([[application, "application"]]);
  return [
    { path: ["cluster", "namespaces", "monitoring"], name: monitoring, example: "monitoring" },
    { path: ["cluster", "namespaces", "agents"], name: agents, example: "taskflow-agents" },
    { path: ["edge", "controllerNamespace"], name: edge.controllerNamespace, example: "traefik" },
  ].flatMap(({ path, name, example }) => {
    const other = taken.get(name);
    taken.set(name, path.at(-1) ?? "");
    if (other === undefined) return [];
    const message = `is ${name}, as the namespace of ${other} is; they must differ`;
    return [problem(path, message, example)];
  });
});

/** Grafana at the host of the site would be hidden by it, or hide it. */
export const hostsDiffer = rule(["domain", "monitoring"], [], ({ domain, monitoring }) => {
  if (monitoring.type !== "bundled" || monitoring.grafana.host !== domain.host) return [];
  const message = `is ${domain.host}, as the host of the site is; they must differ`;
  return [problem(["monitoring", "grafana", "host"], message, `grafana.${domain.host}`)];
});

type RateLimit = Settings["edge"]["rateLimits"]["global"];

const SECONDS = { second: 1, minute: 60, hour: 3600 } as const;

/** Seconds after which a limit that was spent is whole again. */
export function windowSeconds({ per }: RateLimit): number {
  return SECONDS[per];
}

/** Requests of one address that a limit allows on average. */
export function requestsPerSecond(limit: RateLimit): number {
  return limit.requests / windowSeconds(limit);
}

/** The smoke test asks half as often, and still in minutes whatever it asks. */
const LEAST_REQUESTS_PER_SECOND = 4;

/** The smoke test stays below the one limit, and spends the other to see that it holds. */
export const smokeWithinRateLimits = rule(["edge"], ["sec.9"], ({ edge }) => {
  const { global, login } = edge.rateLimits;
  const path = ["edge", "rateLimits"];
  const rare = `is ${global.requests} per ${global.per}; the smoke test needs at least ${LEAST_REQUESTS_PER_SECOND} a second`;
  const tried = `is ${login.requests}; it must be from ${LOGIN_REQUESTS} to ${MAX_LOGIN_LIMIT}, which is how often the smoke test logs in, and how often it may to try the limit`;
  return [
    ...(requestsPerSecond(global) < LEAST_REQUESTS_PER_SECOND
      ? [problem([...path, "global"], rare, { requests: 100, per: "second" })]
      : []),
    ...(login.requests < LOGIN_REQUESTS || login.requests > MAX_LOGIN_LIMIT
      ? [problem([...path, "login", "requests"], tried, LOGIN_REQUESTS)]
      : []),
  ];
});
