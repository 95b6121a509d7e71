import { each } from "../each.ts";
import { autoscaler } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import type { Rule } from "../rule.ts";
import { releaseWorkloads } from "../release.ts";
import { scalesOf } from "../scale.ts";

const backend = deployment({ podMetadata: { labels: { app: "backend" } } });

export const webScales: Rule = {
  name: "web-scales",
  title: "Backend and frontend have an autoscaler.",
  why: "Load comes when nobody watches.",
  severity: "high",
  checklist: ["infra.4", "step7.1"],
  standards: {},
  fix: "Declare a HorizontalPodAutoscaler (autoscaling/v2) for the Deployment.",
  examples: { compliant: [backend, autoscaler()], violating: [backend] },
  onlyStacks: true,
  looksAt: "graph",
  *check(graph) {
    const scales = scalesOf(graph);
    yield* each(releaseWorkloads(graph), function* ({ resource }) {
      if (scales.autoscalers(resource).length > 0) return;
      yield { resource, path: "metadata.name", must: "be the target of a HorizontalPodAutoscaler" };
    });
  },
};
