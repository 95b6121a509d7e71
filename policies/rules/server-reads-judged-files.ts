import { filesOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap, statefulSet } from "../example-objects.ts";
import { type Graph, at, list } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { type PlacedPod, podsOf } from "../index-pods.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

/** What other rules judge a server by, and without which they would say nothing. */
interface Judged {
  readonly file: RegExp;
  readonly must: string;
  /** What has to be in it. Default: anything. */
  readonly holds?: RegExp;
}

/** By the label `app` of the server. */
const JUDGED: ReadonlyMap<string, readonly Judged[]> = new Map([
  [
    "postgres",
    [
      { file: /^postgresql\.conf$/, must: "mount a ConfigMap with postgresql.conf" },
      { file: /^pg_hba\.conf$/, must: "mount a ConfigMap with pg_hba.conf" },
      { file: /^pgbackrest\.conf$/, must: "mount a ConfigMap with pgbackrest.conf" },
    ],
  ],
  ["pgbouncer", [{ file: /^pgbouncer\.ini$/, must: "mount a ConfigMap with pgbouncer.ini" }]],
  [
    "prometheus",
    [
      {
        file: /\.(?:ya?ml|rules)$/,
        holds: /^[ \t]*(?:- )?["']?alert["']?[ \t]*:/m,
        must: "mount a ConfigMap with a file of alert rules",
      },
    ],
  ],
]);

const pooler = (volumes: readonly unknown[]) =>
  statefulSet({
    selector: { matchLabels: { app: "pgbouncer" } },
    template: {
      metadata: { labels: { app: "pgbouncer" } },
      spec: { volumes, containers: [{ name: "pgbouncer" }] },
    },
  });
const config = [{ name: "config", configMap: { name: "example" } }];

export const serverReadsJudgedFiles: Rule = {
  name: "server-reads-judged-files",
  title:
    "PostgreSQL, PgBouncer and Prometheus read their settings and alerts from ConfigMaps of the stack.",
  why: "A file that is missing, or comes from elsewhere, is one that no rule has judged.",
  severity: "high",
  checklist: ["db.8", "db.9", "mon.3"],
  standards: {},
  fix: "Mount a ConfigMap that holds the file, as components/database and components/monitoring do.",
  examples: {
    compliant: [pooler(config), configMap({ "pgbouncer.ini": "[pgbouncer]\n" })],
    violating: [pooler(config), configMap({ "other.ini": "[pgbouncer]\n" })],
  },
  onlyStacks: true,
  looksAt: "graph",
  check: (graph) =>
    each(podsOf(graph).all, function* (placed) {
      const judged = JUDGED.get(placed.labels.get("app") ?? "");
      // Backups and drills run the programs of PostgreSQL, and serve nobody.
      if (!judged || !placed.pod || !serves(placed)) return;
      const files = mountedFiles(graph, placed);
      for (const { file, holds, must } of judged) {
        if (files.some(({ name, text }) => file.test(name) && (holds?.test(text) ?? true)))
          continue;
        yield {
          resource: placed.resource,
          path: podPath(placed.pod, "spec", "volumes"),
          is: "volumes without it",
          must,
        };
      }
    }),
};

function serves({ resource }: PlacedPod): boolean {
  return ["Deployment", "StatefulSet", "DaemonSet"].includes(String(resource.inputs["kind"]));
}

/** The files of all ConfigMaps that a pod mounts, by the keys that it takes of them. */
function mountedFiles(graph: Graph, { pod, namespace }: PlacedPod) {
  return list(pod?.spec["volumes"]).flatMap((volume) => {
    const map = objectsOf(graph).find("ConfigMap", namespace, at(volume, "configMap", "name"));
    if (!map) return [];
    const items = at(volume, "configMap", "items");
    const keys = list(items).map((item) => at(item, "key"));
    return filesOf(map.resource).filter((file) => items === undefined || keys.includes(file.name));
  });
}
