import { templatesOf } from "../claims.ts";
import { statefulSet } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const claimIsRetained: Rule = {
  name: "claim-is-retained",
  title: "Data outlives the StatefulSet, its scaling to nothing, and its claim.",
  why: "A workload is made again in a minute, its data never.",
  severity: "critical",
  checklist: ["infra.10"],
  standards: {},
  fix: "Set `persistentVolumeClaimRetentionPolicy` to Retain for both, and the reclaim policy of volumes to Retain.",
  examples: {
    compliant: [
      statefulSet({
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      }),
    ],
    violating: [
      statefulSet({
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
      }),
    ],
  },
  looksAt: "resource",
  *check(resource) {
    const { inputs } = resource;
    const must = "be Retain";
    if (templatesOf(resource).length > 0) {
      for (const when of ["whenDeleted", "whenScaled"]) {
        const path = `spec.persistentVolumeClaimRetentionPolicy.${when}`;
        const is = at(inputs, ...path.split("."));
        // Retain is the default.
        if (is !== undefined && is !== null && is !== "Retain") yield { path, is, must };
      }
    } else if (isKind(resource, "PersistentVolume", "")) {
      const is = at(inputs, "spec", "persistentVolumeReclaimPolicy");
      if (is !== undefined && is !== "Retain") {
        yield { path: "spec.persistentVolumeReclaimPolicy", is, must };
      }
    } else if (isKind(resource, "StorageClass", "storage.k8s.io")) {
      const is = inputs["reclaimPolicy"];
      // Delete is the default.
      if (is !== "Retain") yield { path: "reclaimPolicy", ...(is !== undefined && { is }), must };
    }
  },
};
