import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { hasUserNamespace, isUnset, isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { containersOf, podPath } from "../workloads.ts";

/** Users below it may exist on nodes. Scanners ask for 10000 and for more than 10000. */
const LOWEST = 10_001;
const user = (runAsUser: number) => ({ securityContext: { runAsUser } });

export const podHighUserId: Rule = {
  name: "pod-high-user-id",
  title: "Every container runs as a user of 10001 or above.",
  why: "A lower id may belong to a user of the node, whose files and processes a process that escapes would own. Unset, the image decides.",
  severity: "medium",
  checklist: [],
  standards: {
    kubeLinter: ["user-group-id"],
    checkov: ["CKV_K8S_40"],
    trivy: ["KSV-0020"],
  },
  fix: "Set `securityContext.runAsUser: 10001` in the pod, and nothing lower in its containers.",
  examples: {
    compliant: [deployment({ pod: user(10_001) }), deployment({ container: user(10_001) })],
    violating: [
      deployment(),
      deployment({ pod: user(1000) }),
      deployment({ pod: user(10_001), container: user(10_000) }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    if (isWindows(pod)) return;
    const must = `be at least ${LOWEST}`;
    // Zero is pod-user-not-root's to tell, where that looks.
    const toldElsewhere = !hasUserNamespace(pod);
    const tooLow = (id: unknown) =>
      !(toldElsewhere && id === 0) && !(Number.isSafeInteger(id) && (id as number) >= LOWEST);
    const ofPod = () => at(pod.spec, "securityContext", "runAsUser");
    yield* each([undefined, ...containersOf(pod)], function* (container) {
      if (!container) {
        const is = ofPod();
        const path = podPath(pod, "spec", "securityContext", "runAsUser");
        if (!isUnset(is) && tooLow(is)) yield { path, is, must };
        return;
      }
      const is = at(container.value, "securityContext", "runAsUser");
      const path = `${container.path}.securityContext.runAsUser`;
      if (!isUnset(is)) {
        if (tooLow(is)) yield { path, is, must };
      } else if (isUnset(ofPod())) {
        yield { path, must: `${must}, here or in the pod` };
      }
    });
  },
};
