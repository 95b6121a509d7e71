import { filesOf, postgresSettings, sectionsOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { type Resource, at, list, word } from "../graph.ts";
import { type Placed, objectsOf } from "../index-objects.ts";
import { type PlacedPod, podsOf } from "../index-pods.ts";
import { largestPool, poolsOf } from "../pools.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { mostPods } from "../use.ts";

const example = (connections: number) => [
  configMap(
    {
      "pgbouncer.ini": `[databases]\ntaskflow = host=postgres max_db_connections=${connections}\n\n[pgbouncer]\n`,
    },
    "pooler",
  ),
  configMap({ "postgresql.conf": "max_connections = 100\n" }, "postgres"),
  deployment({
    spec: { replicas: 2, strategy: { rollingUpdate: { maxSurge: 1 } } },
    pod: { volumes: [{ name: "config", configMap: { name: "pooler" } }] },
  }),
];

/** Sessions beside the pools: migrations, roles, exporter, records of backups, drill, and people. */
const BESIDE = 10;
/** Default of PostgreSQL. */
const RESERVED = 3;

export const poolsFitConnections: Rule = {
  name: "pools-fit-connections",
  title: `All pools together leave room in max_connections: for superusers, and ${BESIDE} sessions beside.`,
  why: "The pool that fills the server locks out the backup, the migration and whoever comes to help.",
  severity: "high",
  checklist: ["db.4"],
  standards: {},
  fix: "Lower `database.pools.total` or the number of poolers, or raise `database.maxConnections`.",
  examples: {
    // Two poolers and one more in a rollout.
    compliant: example(29),
    violating: example(30),
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    const maps = objectsOf(graph).of("ConfigMap", "");
    const servers = new Map<string, { most: number; reserved: number }>();
    const pools: { placed: Placed; path: string; connections: number }[] = [];
    yield* each(maps, function* (placed): Generator<GraphFinding> {
      const { resource, namespace } = placed;
      for (const { text } of filesOf(resource, /postgresql\.conf$/)) {
        const settings = postgresSettings(text);
        const most = Number(settings.get("max_connections") ?? 100);
        const reserved = Number(settings.get("superuser_reserved_connections") ?? RESERVED);
        servers.set(namespace, { most, reserved });
      }
      for (const { path, text } of filesOf(resource, /pgbouncer\.ini$/)) {
        const unlimited = poolsOf(sectionsOf(text)).filter((pool) => pool.most === undefined);
        for (const { database } of unlimited) {
          yield {
            resource,
            path,
            is: `database ${database} without max_db_connections`,
            must: "limit the connections of every database",
          };
        }
        if (unlimited.length === 0) {
          pools.push({ placed, path, connections: largestPool(sectionsOf(text)) });
        }
      }
    });
    const users = usersOf(pods.all);
    yield* each(pools, function* ({ placed: { resource, namespace, name }, path, connections }) {
      const server =
        servers.get(namespace) ??
        (graph.stack && { most: graph.stack.maxConnections, reserved: RESERVED });
      if (!server) return;
      let poolers = 0;
      for (const user of users.get(`${namespace}/${word(name)}`) ?? []) {
        poolers += mostPods(graph, user);
      }
      const room = server.most - server.reserved - BESIDE;
      const all = poolers * connections;
      if (all > room || !Number.isFinite(all)) {
        yield {
          resource,
          path,
          is: `${connections} connections of each of ${poolers} poolers, ${all} in all`,
          must: `open at most ${room} of the ${server.most} connections of the server`,
        };
      }
    });
    pods.certain();
  },
};

/** What mounts each ConfigMap. */
function usersOf(pods: readonly PlacedPod[]): ReadonlyMap<string, readonly Resource[]> {
  const users = new Map<string, Resource[]>();
  for (const { pod, resource, namespace } of pods) {
    for (const volume of list(pod?.spec["volumes"])) {
      const name = at(volume, "configMap", "name");
      if (typeof name !== "string") continue;
      const key = `${namespace}/${name}`;
      users.set(key, [...(users.get(key) ?? []), resource]);
    }
  }
  return users;
}
