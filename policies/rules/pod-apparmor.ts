import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset, securityOwners } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podPath } from "../workloads.ts";

const PREFIX = "container.apparmor.security.beta.kubernetes.io/";
const MUST = "be RuntimeDefault or Localhost, or not be set";

export const podApparmor: Rule = {
  name: "pod-apparmor",
  title: "No pod or container turns AppArmor off.",
  why: "The runtime's AppArmor profile keeps a container from mounting file systems and from writing the node's settings in /proc and /sys.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "AppArmor" },
    polaris: ["linuxHardening"],
    trivy: ["KSV-0002"],
    kubescape: ["C-0055"],
  },
  fix: "Remove the profile: the runtime's own is the default.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext: { appArmorProfile: { type: "RuntimeDefault" } } } }),
    ],
    violating: [
      deployment({ pod: { securityContext: { appArmorProfile: { type: "Unconfined" } } } }),
      deployment({ container: { securityContext: { appArmorProfile: { type: "Unconfined" } } } }),
      deployment({ podMetadata: { annotations: { [`${PREFIX}example`]: "unconfined" } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(securityOwners(pod), function* ({ path, value }) {
      const profile = at(value, "securityContext", "appArmorProfile");
      if (isUnset(profile)) return;
      const type = at(profile, "type");
      if (type !== "RuntimeDefault" && type !== "Localhost") {
        yield { path: `${path}.securityContext.appArmorProfile.type`, is: type, must: MUST };
      }
    });
    const annotations = record(at(pod.metadata, "annotations")) ?? {};
    yield* each(Object.keys(annotations), function* (name) {
      if (!name.startsWith(PREFIX)) return;
      const profile = annotations[name];
      if (profile === "" || profile === "runtime/default") return;
      if (typeof profile === "string" && profile.startsWith("localhost/")) return;
      const path = join(podPath(pod, "metadata", "annotations"), name);
      const is = profile === "unconfined" ? profile : "another profile";
      yield { path, is, must: "be runtime/default or localhost/…, or not be set" };
    });
  },
};
