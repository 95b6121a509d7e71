import { problem } from "../problem.ts";
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
