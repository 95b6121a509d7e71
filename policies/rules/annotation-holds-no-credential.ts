import { credentialIn } from "../credentials.ts";
import { each } from "../each.ts";
import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podOf, podPath } from "../workloads.ts";

const example = (annotations: Readonly<Record<string, string>>) =>
  deployment({ metadata: { annotations } });

export const annotationHoldsNoCredential: Rule = {
  name: "annotation-holds-no-credential",
  title: "No annotation holds a credential.",
  why: "Annotations are shown by every tool, to everybody who may look at the object.",
  severity: "critical",
  checklist: ["sec.4"],
  standards: { nsa: true },
  fix: "Put it into a Secret, and let the annotation name the Secret.",
  examples: {
    compliant: [example({ "example.com/token-secret-name": "backend-token" })],
    violating: [example({ "example.com/api-token": "correct-horse-battery" })],
  },
  looksAt: "resource",
  *check(resource) {
    const places: (readonly [annotations: unknown, path: string])[] = [
      [at(resource.inputs, "metadata", "annotations"), "metadata.annotations"],
    ];
    const pod = podOf(resource);
    if (pod && pod.path !== "") {
      places.push([at(pod.metadata, "annotations"), podPath(pod, "metadata", "annotations")]);
    }
    yield* each(places, ([annotations, path]) =>
      each(Object.keys(record(annotations) ?? {}), function* (name) {
        const value = at(annotations, name);
        const is = typeof value === "string" ? credentialIn(value, name) : undefined;
        if (is !== undefined) yield { path: join(path, name), is, must: "be in a Secret" };
      }),
    );
  },
};
