import { each } from "../each.ts";
import { deployment } from "../examples.ts";
import { imageReference, isDigest } from "../image.ts";
import { releaseWorkloads } from "../release.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { containersOf } from "../workloads.ts";

const image = "registry.example.com/backend:v1.0.0";
const example = (reference: string) =>
  deployment({
    podMetadata: { labels: { app: "backend" } },
    container: { name: "backend", image: reference },
  });

export const releaseIsByDigest: Rule = {
  name: "release-is-by-digest",
  title: "What runs in pods of backend and frontend is named by its digest.",
  why: "A tag can be pushed anew: what was tested, what is deployed and what is scaled up at night would differ.",
  severity: "high",
  checklist: ["step1.3"],
  standards: {},
  fix: "Set the digest that the build has reported (`release.backend.digest`, `release.frontend.digest`).",
  examples: {
    compliant: [example(`${image}@sha256:${"0".repeat(64)}`)],
    violating: [example(image)],
  },
  onlyStacks: true,
  // Images that are built on the machine itself have no digest before they are pushed.
  advisoryOnOneMachine: true,
  looksAt: "graph",
  check: (graph) =>
    each(releaseWorkloads(graph), ({ pod, resource }) =>
      each(pod ? containersOf(pod) : [], function* ({ value, path }): Generator<GraphFinding> {
        const is = value["image"];
        if (typeof is === "string" && isDigest(imageReference(is).digest)) return;
        const must = "end in the digest of the image";
        yield { resource, path: `${path}.image`, ...(is !== undefined && { is }), must };
      }),
    ),
};
