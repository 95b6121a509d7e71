import { each } from "../each.ts";
import { statefulSet } from "../example-objects.ts";
import { at, list } from "../graph.ts";
import { claimsOf } from "../claims.ts";
import { quantity } from "../quantity.ts";
import type { Rule } from "../rule.ts";

const claim = (spec: object) => ({
  volumeClaimTemplates: [{ metadata: { name: "data" }, spec }],
});
const accessModes = ["ReadWriteOnce"];
const storage = { requests: { storage: "10Gi" } };

export const claimHasSize: Rule = {
  name: "claim-has-size",
  title: "Every claim of storage says how much it needs and how it is mounted.",
  why: "Without them the API server refuses it, in the middle of a deploy.",
  severity: "medium",
  checklist: ["infra.10"],
  standards: {},
  fix: "Set `resources.requests.storage` and `accessModes`.",
  examples: {
    compliant: [statefulSet(claim({ accessModes, resources: storage }))],
    violating: [statefulSet(claim({ accessModes }))],
  },
  looksAt: "resource",
  *check(resource) {
    yield* each(claimsOf(resource), function* ({ spec, path }) {
      const is = at(spec, "resources", "requests", "storage");
      if (!((quantity(is) ?? 0) > 0)) {
        yield {
          path: `${path}.resources.requests.storage`,
          ...(is !== undefined && { is }),
          must: "be a size",
        };
      }
      if (list(at(spec, "accessModes")).length === 0) {
        yield { path: `${path}.accessModes`, must: "name a mode" };
      }
    });
  },
};
