import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each, eachIn } from "../each.ts";
import { isUnset, isWindows } from "../pods.ts";
import type { Finding, Rule } from "../rule.ts";
import { containersOf, podPath } from "../workloads.ts";

/** Groups below it may exist on nodes. Scanners ask for 10000 and for more than 10000. */
const LOWEST = 10_001;
const MUST = `be at least ${LOWEST}`;
const group = (runAsGroup: number) => ({ securityContext: { runAsGroup } });

export const podHighGroupId: Rule = {
  name: "pod-high-group-id",
  title: "Every container runs in groups of 10001 or above.",
  why: "A lower id may be a group of the node. Unset, it is the image's group or root's, which owns most files of an image.",
  severity: "medium",
  checklist: [],
  standards: {
    kubeLinter: ["user-group-id"],
    trivy: ["KSV-0021", "KSV-0116"],
  },
  fix: "Set `runAsGroup: 10001` in the pod's `securityContext`, and no lower `fsGroup` or `supplementalGroups`.",
  examples: {
    compliant: [deployment({ pod: group(10_001) }), deployment({ container: group(10_001) })],
    violating: [
      deployment(),
      deployment({ pod: group(10_001), container: group(0) }),
      deployment({ pod: { securityContext: { runAsGroup: 10_001, fsGroup: 0 } } }),
      deployment({ pod: { securityContext: { runAsGroup: 10_001, supplementalGroups: [5] } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    if (isWindows(pod)) return;
    const context = podPath(pod, "spec", "securityContext");
    const ofPod = (field: string) => at(pod.spec, "securityContext", field);
    yield* each([undefined, ...containersOf(pod)], function* (container) {
      if (!container) {
        yield* each(["runAsGroup", "fsGroup"], function* (field) {
          yield* high(ofPod(field), `${context}.${field}`);
        });
        const groups = `${context}.supplementalGroups`;
        yield* eachIn(ofPod("supplementalGroups"), groups, function* (id, path) {
          yield* high(id, path);
        });
        return;
      }
      const own = at(container.value, "securityContext", "runAsGroup");
      const path = `${container.path}.securityContext.runAsGroup`;
      yield* high(own, path);
      if (isUnset(own) && isUnset(ofPod("runAsGroup"))) {
        yield { path, must: `${MUST}, here or in the pod` };
      }
    });
  },
};

function* high(id: unknown, path: string): Generator<Finding> {
  if (!isUnset(id) && !(Number.isSafeInteger(id) && (id as number) >= LOWEST)) {
    yield { path, is: id, must: MUST };
  }
}
