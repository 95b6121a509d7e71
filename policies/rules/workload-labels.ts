import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podPath } from "../workloads.ts";

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const COMMON = ["name", "instance", "component", "part-of", "managed-by"].map(
  (label) => `app.kubernetes.io/${label}`,
);
const labels = Object.fromEntries(COMMON.map((label) => [label, "example"]));
const all = { app: "example", ...labels };

export const workloadLabels: Rule = {
  name: "workload-labels",
  title: "Workloads and their pods have the common labels.",
  why: "Dashboards, alerts, policies and people find by them what belongs together.",
  severity: "low",
  checklist: [],
  standards: { kubescape: ["C-0076", "C-0077"] },
  fix: `Set ${COMMON.join(", ")}.`,
  examples: {
    compliant: [deployment({ metadata: { labels }, podMetadata: { labels: all } })],
    violating: [
      deployment(),
      deployment({ metadata: { labels }, podMetadata: { labels: { app: "example" } } }),
      deployment({ metadata: { labels: {} }, podMetadata: { labels: all } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    const own = {
      path: "metadata.labels",
      value: () => at(pod.resource.inputs, "metadata", "labels"),
    };
    const pods = {
      path: podPath(pod, "metadata", "labels"),
      value: () => at(pod.metadata, "labels"),
    };
    yield* each(pod.path === "" ? [own] : [own, pods], function* ({ path, value }) {
      const given = value();
      yield* each(COMMON, function* (label) {
        const is = at(given, label);
        if (typeof is === "string" && is !== "") return;
        yield { path: join(path, label), is: is ?? undefined, must: "be set" };
      });
    });
  },
};
