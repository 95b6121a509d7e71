import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import { each } from "../each.ts";
import type { Finding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podOf, podPath } from "../workloads.ts";

const NAME = /^(?=.{1,63}$)[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;
const PREFIX =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

export const objectLabels: Rule = {
  name: "object-labels",
  title: "Labels are ones that Kubernetes takes.",
  why: "The API server refuses the object, in the middle of an update.",
  severity: "medium",
  checklist: [],
  standards: { kubeScore: ["label-values"] },
  fix: "Use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit first and last.",
  examples: {
    compliant: [deployment({ metadata: { labels: { "example.com/team": "A_1.b-2", empty: "" } } })],
    violating: [
      deployment({ metadata: { labels: { team: "not a label" } } }),
      deployment({ metadata: { labels: { team: "a".repeat(64) } } }),
      deployment({ metadata: { labels: { "a/b/c": "team" } } }),
      deployment({ podMetadata: { labels: { team: "-" } } }),
    ],
  },
  looksAt: "resource",
  *check(resource) {
    if (typeof resource.inputs["kind"] !== "string") return;
    yield* each(["object", "pod"], function* (owner) {
      if (owner === "object") {
        yield* inLabels(at(resource.inputs, "metadata", "labels"), "metadata.labels");
        return;
      }
      const pod = podOf(resource);
      if (!pod || pod.path === "") return;
      yield* inLabels(at(pod.metadata, "labels"), podPath(pod, "metadata", "labels"));
    });
  },
};

function* inLabels(labels: unknown, path: string): Generator<Finding> {
  const given = record(labels) ?? {};
  yield* each(Object.keys(given), function* (key) {
    if (!isKey(key)) {
      yield { path: join(path, key), is: "set", must: "have a name that Kubernetes takes" };
    }
    const value = given[key];
    if (value !== "" && !(typeof value === "string" && NAME.test(value))) {
      yield { path: join(path, key), is: value, must: "be a label value that Kubernetes takes" };
    }
  });
}

function isKey(key: string): boolean {
  const slash = key.indexOf("/");
  return NAME.test(key.slice(slash + 1)) && (slash < 0 || PREFIX.test(key.slice(0, slash)));
}
