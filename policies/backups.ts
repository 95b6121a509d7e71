import { type Graph, type Resource, at, list } from "./graph.ts";
import { objectsOf } from "./index-objects.ts";
import { podsOf } from "./index-pods.ts";
import type { GraphFinding } from "./rule.ts";
import { containersOf, podOf } from "./workloads.ts";

/** The database server that the stack runs itself; nothing when it is somebody else's. */
export function databaseServer(graph: Graph): Resource | undefined {
  const pods = podsOf(graph);
  const found = pods.all.find(
    ({ resource, labels }) =>
      resource.inputs["kind"] === "StatefulSet" && labels.get("app") === "postgres",
  );
  if (!found) pods.certain();
  return found?.resource;
}

/** The words of the commands of a CronJob. */
function wordsOf(cronJob: Resource): string[] {
  const pod = podOf(cronJob);
  return (pod ? containersOf(pod) : [])
    .flatMap(({ value }) => [...list(value["command"]), ...list(value["args"])])
    .flatMap((word) => (typeof word === "string" ? word.split(/\s+/) : []));
}

const SCHEDULE = /^\s*(?:\S+\s+){4}\S+\s*$|^@(?:hourly|daily|midnight|weekly|monthly)$/;

/** Findings unless a CronJob that is not suspended runs such a command, by a schedule. */
export function* scheduled(
  graph: Graph,
  what: string,
  runs: (words: readonly string[]) => boolean,
): Generator<GraphFinding> {
  const server = databaseServer(graph);
  if (!server) return;
  const objects = objectsOf(graph);
  const found = objects
    .of("CronJob", "batch")
    .map(({ resource }) => resource)
    .filter((resource) => runs(wordsOf(resource)));
  if (found.length === 0) {
    objects.certain("CronJob");
    yield {
      resource: server,
      path: "metadata.name",
      is: at(server.inputs, "metadata", "name"),
      must: `have a CronJob that ${what}`,
    };
  }
  for (const resource of found) {
    const suspend = at(resource.inputs, "spec", "suspend");
    if (suspend === true) yield { resource, path: "spec.suspend", is: true, must: "be absent" };
    const schedule = at(resource.inputs, "spec", "schedule");
    if (typeof schedule !== "string" || !SCHEDULE.test(schedule)) {
      yield {
        resource,
        path: "spec.schedule",
        ...(schedule !== undefined && { is: schedule }),
        must: "be a schedule of five fields",
      };
    }
  }
}
