import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const mounted = (readOnly?: boolean) =>
  deployment({
    pod: { volumes: [{ name: "logs", hostPath: { path: "/var/log/pods" } }] },
    container: {
      volumeMounts: [
        { name: "logs", mountPath: "/var/log/pods", ...(readOnly !== undefined && { readOnly }) },
      ],
    },
  });

export const containerHostMountsReadOnly: Rule = {
  name: "container-host-mounts-read-only",
  title: "What is mounted of a node is mounted to be read only.",
  why: "An agent that may look at its node need not change it; who writes there can leave a program that the node runs.",
  severity: "critical",
  checklist: [],
  standards: { nsa: true, kubeLinter: ["writable-host-mount"], kubescape: ["C-0045"] },
  fix: "Set `readOnly: true` on the mount.",
  examples: { compliant: [mounted(true)], violating: [mounted(), mounted(false)] },
  looksAt: "container",
  *check({ pod, value, path }) {
    yield* eachIn(at(value, "volumeMounts"), `${path}.volumeMounts`, function* (mount, path) {
      const readOnly = at(mount, "readOnly");
      if (readOnly === true) return;
      const volume = list(at(pod.spec, "volumes")).find(
        (candidate) => at(candidate, "name") === at(mount, "name"),
      );
      if (isUnset(at(volume, "hostPath"))) return;
      yield { path: `${path}.readOnly`, is: readOnly ?? undefined, must: "be true" };
    });
  },
};
