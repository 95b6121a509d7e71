import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podPath } from "../workloads.ts";

const POD = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

export const podNoSeccompAnnotations: Rule = {
  name: "pod-no-seccomp-annotations",
  title: "No pod sets seccomp by the annotations that Kubernetes no longer reads.",
  why: "Since Kubernetes 1.27 they do nothing, so a reader believes in a profile, or in its absence, that is not there.",
  severity: "low",
  checklist: [],
  standards: {},
  fix: "Remove the annotation, and set `securityContext.seccompProfile`.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } }),
    ],
    violating: [
      deployment({ podMetadata: { annotations: { [POD]: "runtime/default" } } }),
      deployment({ podMetadata: { annotations: { [`${CONTAINER}example`]: "unconfined" } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    for (const name of Object.keys(record(at(pod.metadata, "annotations")) ?? {})) {
      if (name !== POD && !name.startsWith(CONTAINER)) continue;
      const path = join(podPath(pod, "metadata", "annotations"), name);
      yield {
        path,
        is: "set",
        must: "not be set: `securityContext.seccompProfile` is what counts",
      };
    }
  },
};
