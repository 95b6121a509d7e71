import { each } from "../each.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { podsOf } from "../index-pods.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const LABEL = "app.kubernetes.io/version";
const example = (version: string) =>
  deployment({
    metadata: { labels: { [LABEL]: version } },
    podMetadata: { labels: { app: "backend", [LABEL]: version } },
  });

/** The workloads whose images are the release. */
const RELEASED = ["backend", "frontend"];

export const workloadCarriesVersion: Rule = {
  name: "workload-carries-version",
  title: "Backend and frontend carry the version being released, and nothing else carries one.",
  why: "Dashboards and alerts tell releases apart by it. On the pods of anything else, each release would restart them: the database too.",
  severity: "medium",
  checklist: ["step1.3"],
  standards: {},
  fix: `Label backend and frontend and their pods \`${LABEL}\` with \`release.version\`, and nothing else (\`released\` in components/kubernetes/labels.ts).`,
  examples: { compliant: [example("v1.0.0")], violating: [example("v0.9.0")] },
  onlyStacks: true,
  looksAt: "graph",
  *check(graph) {
    const version = graph.stack?.version;
    const pods = podsOf(graph);
    yield* each(
      pods.all,
      function* ({ resource, pod, labels, labelsPath }): Generator<GraphFinding> {
        const released = RELEASED.includes(labels.get("app") ?? "");
        const found = [{ path: join(labelsPath, LABEL), is: labels.get(LABEL) }];
        if (pod && pod.path !== "" && released) {
          const own = at(resource.inputs, "metadata", "labels", LABEL);
          const path = join("metadata.labels", LABEL);
          found.push({ path, is: typeof own === "string" ? own : undefined });
        }
        for (const { path, is } of found) {
          if (is === (released ? version : undefined)) continue;
          const must = released ? `be ${String(version)}` : "not be there";
          yield { resource, path, ...(is !== undefined && { is }), must };
        }
      },
    );
    pods.certain();
  },
};
