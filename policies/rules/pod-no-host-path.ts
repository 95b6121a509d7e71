import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podNoHostPath: Rule = {
  name: "pod-no-host-path",
  title: "No pod mounts a directory of its node.",
  why: "Files of a node hold the credentials of its kubelet and of every pod on it, and writing them is a way out of the container.",
  severity: "critical",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "HostPath Volumes" },
    nsa: true,
    cis: ["5.2.12"],
    kubeLinter: ["sensitive-host-mounts"],
    polaris: ["hostPathSet"],
    trivy: ["KSV-0023", "KSV-0121"],
    kubescape: ["C-0048"],
  },
  fix: "Use a volume claim, an emptyDir, a ConfigMap or a Secret.",
  examples: {
    compliant: [deployment({ pod: { volumes: [{ name: "data", emptyDir: {} }] } })],
    violating: [
      deployment({ pod: { volumes: [{ name: "data", hostPath: { path: "/var/lib/data" } }] } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    const volumes = at(pod.spec, "volumes");
    yield* eachIn(volumes, podPath(pod, "spec", "volumes"), function* (volume, path) {
      const hostPath = at(volume, "hostPath");
      if (!isUnset(hostPath)) {
        yield { path: `${path}.hostPath`, is: at(hostPath, "path"), must: "not be mounted" };
      }
    });
  },
};
