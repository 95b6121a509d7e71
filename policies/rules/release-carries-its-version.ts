import { each } from "../each.ts";
import { deployment } from "../examples.ts";
import { imageReference } from "../image.ts";
import { releaseWorkloads } from "../release.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { containersOf } from "../workloads.ts";

const example = (tag: string) =>
  deployment({
    podMetadata: { labels: { app: "backend" } },
    container: {
      name: "backend",
      image: `registry.example.com/backend:${tag}@sha256:${"0".repeat(64)}`,
    },
  });

export const releaseCarriesItsVersion: Rule = {
  name: "release-carries-its-version",
  title: "The images of backend and frontend are tagged with the version being released.",
  why: "Two halves of different releases have never been tested together.",
  severity: "critical",
  checklist: ["step1.3", "step1.2"],
  standards: {},
  fix: "Deploy images of `release.version`: push them, or correct the version.",
  examples: { compliant: [example("v1.0.0")], violating: [example("v0.9.0")] },
  onlyStacks: true,
  looksAt: "graph",
  *check(graph) {
    const version = graph.stack?.version;
    yield* each(releaseWorkloads(graph), ({ pod, labels, resource }) => {
      const containers = pod ? containersOf(pod) : [];
      const own = containers.filter(
        ({ kind, value }) => kind === "container" && value["name"] === labels.get("app"),
      );
      // What serves has the workload's name; where nothing has it, everything is judged.
      const judged = own.length > 0 ? own : containers;
      return each(judged, function* ({ value, path }): Generator<GraphFinding> {
        const image = value["image"];
        const tag = typeof image === "string" ? imageReference(image).tag : undefined;
        if (tag === version) return;
        yield {
          resource,
          path: `${path}.image`,
          ...(image !== undefined && { is: image }),
          must: `have the tag ${String(version)}`,
        };
      });
    });
  },
};
