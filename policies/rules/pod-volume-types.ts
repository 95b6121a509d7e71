import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podPath } from "../workloads.ts";

const ALLOWED = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const podVolumeTypes: Rule = {
  name: "pod-volume-types",
  title: "Pods mount volumes of the types only that need no trust in the pod.",
  why: "Types such as nfs and iscsi connect the node itself to an address that the pod names; most of them are gone from Kubernetes.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Volume Types" },
    trivy: ["KSV-0028"],
  },
  fix: `Use one of ${ALLOWED.join(", ")}.`,
  examples: {
    compliant: [
      deployment({
        pod: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
      }),
    ],
    violating: [
      deployment({
        pod: { volumes: [{ name: "data", nfs: { server: "files.example.com", path: "/" } }] },
      }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    const volumes = at(pod.spec, "volumes");
    yield* eachIn(volumes, podPath(pod, "spec", "volumes"), function* (volume, path) {
      for (const type of Object.keys(record(volume) ?? {})) {
        // Directories of the node are pod-no-host-path's to tell.
        if (type === "name" || type === "hostPath" || ALLOWED.includes(type)) continue;
        if (!isUnset(at(volume, type))) {
          yield { path: join(path, type), is: "set", must: `be one of ${ALLOWED.join(", ")}` };
        }
      }
    });
  },
};
