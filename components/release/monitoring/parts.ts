import { watchedContent } from "../../monitoring/content.ts";
import { namespaceList } from "../../monitoring/namespaces.ts";
import type { Connection } from "../kubernetes/connect.ts";
import type { CronJob, HorizontalPodAutoscaler, Node, Pod } from "../kubernetes/objects.ts";
import { StatusError, ask } from "../kubernetes/request.ts";
import { judgeAlerts } from "./alerts.ts";
import { judgeAutoscaler } from "./autoscalers.ts";
import { judgeSchedule } from "./backups.ts";
import { askGrafana, grafanaLogin, judgeGrafana } from "./grafana.ts";
import type { MonitoringInput } from "./input.ts";
import { findMarker, judgeMarker, leaveMarker } from "./marker.ts";
import { existenceQuery, judgeMetrics, neededMetrics } from "./metrics.ts";
import { judgePanels, panelQueries } from "./panels.ts";
import { judgeProbes } from "./probes.ts";
import { alertsOf, groupsOf, samplesOf, targetsOf } from "./prometheus.ts";
import { judgeRules } from "./rules.ts";
import type { Servers } from "./servers.ts";
import { judgeTargets, scrapedPods } from "./targets.ts";
import type { Part } from "./until-none.ts";

interface List<T> {
  readonly items: readonly T[];
}

/** Everything that is asked, of whatever there is to ask. */
export function partsOf(
  connection: Connection,
  input: MonitoringInput,
  servers: Servers,
): readonly Part[] {
  return [
    ...(input.prometheus ? prometheusParts(connection, input.prometheus, servers) : []),
    ...(input.prometheus && input.grafana
      ? grafanaParts(connection, input.prometheus, input.grafana, servers)
      : []),
    ...(input.logs ? [logsPart(input, input.logs, servers)] : []),
    ...Object.values(input.workloads).map(({ name }) => ({
      item: "step7.3",
      ask: async () => {
        const path = `/apis/autoscaling/v2/namespaces/${input.namespace}/horizontalpodautoscalers/${name}`;
        return judgeAutoscaler(name, await found<HorizontalPodAutoscaler>(connection, path));
      },
    })),
    ...(input.backups ?? []).map((name) => ({
      item: "post-backup.1",
      ask: async () => {
        const path = `/apis/batch/v1/namespaces/${input.namespace}/cronjobs/${name}`;
        return judgeSchedule(name, await found<CronJob>(connection, path));
      },
    })),
  ];
}

function prometheusParts(
  connection: Connection,
  { service, watched, probes, permittedAlerts }: NonNullable<MonitoringInput["prometheus"]>,
  servers: Servers,
): readonly Part[] {
  const { groups } = watchedContent(watched);
  const needed = neededMetrics(watched.sources);
  const query = existenceQuery(needed.map(({ metric }) => metric));
  const prometheus = () => servers.reach(service);
  return [
    {
      item: "step6.1",
      ask: async () => {
        const lists = await Promise.all(
          namespaceList(watched.namespaceNames).map((namespace) =>
            ask<List<Pod>>(connection, { path: `/api/v1/namespaces/${namespace}/pods` }),
          ),
        );
        const nodes = await ask<List<Node>>(connection, { path: "/api/v1/nodes" });
        return judgeTargets(await targetsOf(await prometheus()), {
          sources: watched.sources,
          pods: scrapedPods(lists.flatMap(({ items }) => items)),
          nodes: nodes.items.map(({ metadata }) => metadata?.name ?? ""),
        });
      },
    },
    {
      item: "step6.5",
      ask: async () => judgeRules(await groupsOf(await prometheus()), groups),
    },
    {
      item: "step6.4",
      ask: async () => {
        const there = await samplesOf(await prometheus(), query);
        return judgeMetrics(new Set(there.map(({ metric }) => metric["__name__"] ?? "")), needed);
      },
    },
    {
      item: "post-mon.5",
      ask: async () => judgeAlerts(await alertsOf(await prometheus()), permittedAlerts),
    },
    {
      item: "post-mon.6",
      ask: async () => judgeProbes(await samplesOf(await prometheus(), "probe_success"), probes),
    },
  ];
}

function grafanaParts(
  connection: Connection,
  { service: prometheus, watched }: NonNullable<MonitoringInput["prometheus"]>,
  { service }: NonNullable<MonitoringInput["grafana"]>,
  servers: Servers,
): readonly Part[] {
  const { dashboards } = watchedContent(watched);
  let waiting = panelQueries(dashboards);
  return [
    {
      item: "step6.3",
      ask: async () => {
        const Authorization = await grafanaLogin(connection, service);
        const grafana = await servers.reach(service, { Authorization });
        const uids = dashboards.map(({ uid }) => uid);
        return judgeGrafana(await askGrafana(grafana, uids));
      },
    },
    {
      item: "post-mon.3",
      ask: async () => {
        const server = await servers.reach(prometheus);
        const empty: typeof waiting = [];
        for (const query of waiting) {
          if ((await samplesOf(server, query.expr)).length === 0) empty.push(query);
        }
        // What has been shown once is shown.
        waiting = empty;
        return judgePanels(empty);
      },
    },
  ];
}

function logsPart(
  { namespace, workloads }: MonitoringInput,
  { service }: NonNullable<MonitoringInput["logs"]>,
  servers: Servers,
): Part {
  let marker: string | undefined;
  return {
    item: "post-mon.2",
    ask: async () => {
      marker ??= await leaveMarker(
        await servers.reach({ namespace, ...workloads.frontend.service }),
      );
      return judgeMarker(await findMarker(await servers.reach(service), marker, namespace));
    },
  };
}

/** An object; undefined where there is none. */
async function found<T>(connection: Connection, path: string): Promise<T | undefined> {
  try {
    return await ask<T>(connection, { path });
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return undefined;
    throw error;
  }
}
