import { deployment } from "../examples.ts";
import { at, isKind, list } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { containersOf } from "../workloads.ts";

const container = { ports: [{ containerPort: 8080 }] };
const rolled = (rollingUpdate: unknown, type = "RollingUpdate") =>
  deployment({ container, spec: { strategy: { type, rollingUpdate } } });

export const deploymentRollout: Rule = {
  name: "deployment-rollout",
  title: "A new version of a serving Deployment is ready before the old one is taken away.",
  why: "By default a quarter of the pods may be gone during a rollout, and with Recreate all of them.",
  severity: "medium",
  checklist: [],
  standards: {
    kubeScore: ["deployment-strategy"],
    kubeLinter: ["no-rolling-update-strategy"],
  },
  fix: "Set `strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }`.",
  examples: {
    compliant: [
      rolled({ maxUnavailable: 0, maxSurge: 1 }),
      // One replica is interrupted by every drain anyway: deployment-replicas judges that.
      deployment({ container, spec: { replicas: 1, strategy: { type: "Recreate" } } }),
    ],
    violating: [
      deployment({ container }),
      rolled({ maxUnavailable: 1, maxSurge: 1 }),
      rolled({ maxUnavailable: 0, maxSurge: 0 }),
      rolled(undefined, "Recreate"),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    const { resource } = pod;
    if (!isKind(resource, "Deployment", "apps")) return;
    if (!containersOf(pod).some(({ value }) => list(value["ports"]).length > 0)) return;
    const spec = at(resource.inputs, "spec");
    if (at(spec, "replicas") === 1) return;
    yield* each(["type", "maxUnavailable", "maxSurge"], function* (field) {
      const type = at(spec, "strategy", "type");
      if (field === "type") {
        if (isUnset(type) || type === "RollingUpdate") return;
        yield { path: "spec.strategy.type", is: type, must: "be RollingUpdate" };
        return;
      }
      if (type === "Recreate") return;
      const is = at(spec, "strategy", "rollingUpdate", field) ?? undefined;
      const path = `spec.strategy.rollingUpdate.${field}`;
      const zero = is === 0 || is === "0" || (typeof is === "string" && /^0+%$/.test(is));
      if (field === "maxUnavailable" && !zero) yield { path, is, must: "be 0" };
      const more = isUnset(is) || (Number.isSafeInteger(is) && (is as number) > 0);
      const share = typeof is === "string" && /^0*[1-9]\d{0,2}%$/.test(is);
      if (field === "maxSurge" && !more && !share) yield { path, is, must: "be at least 1" };
    });
  },
};
