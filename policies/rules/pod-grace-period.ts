import { drainSeconds } from "../draining.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { containersOf, podPath } from "../workloads.ts";

const drained = (seconds: number, terminationGracePeriodSeconds?: number) =>
  deployment({
    pod: { ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }) },
    container: { lifecycle: { preStop: { sleep: { seconds } } } },
  });

export const podGracePeriod: Rule = {
  name: "pod-grace-period",
  title: "A pod has time to end after its drain.",
  why: "The grace period counts from before the drain: one that is not longer kills the process before it is told to end.",
  severity: "medium",
  checklist: [],
  standards: {},
  fix: "Set `terminationGracePeriodSeconds` to the drain, the longest request, and a margin.",
  examples: {
    compliant: [drained(10), drained(30, 45)],
    violating: [
      drained(30),
      drained(30, 30),
      deployment({ pod: { terminationGracePeriodSeconds: 0 } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    const given = at(pod.spec, "terminationGracePeriodSeconds");
    const grace = isUnset(given) ? 30 : given;
    const drain = Math.max(0, ...containersOf(pod).map((found) => drainSeconds(found) ?? 0));
    if (typeof grace === "number" && grace > drain) return;
    const path = podPath(pod, "spec", "terminationGracePeriodSeconds");
    const must = `be more than ${drain}, which its containers wait before they end (default: 30)`;
    yield { path, is: given ?? undefined, must };
  },
};
