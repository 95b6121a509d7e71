import { templatesOf } from "../claims.ts";
import { statefulSet } from "../example-objects.ts";
import { isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const dataIsProtected: Rule = {
  name: "data-is-protected",
  title: "What holds data is protected: the engine refuses to delete it.",
  why: "A renamed resource, a mistyped condition or a destroy in the wrong terminal deletes what is not protected.",
  severity: "critical",
  checklist: ["infra.10"],
  standards: {},
  fix: "Pass `protect: true` in the options of the StatefulSet, the claim or the namespace.",
  examples: {
    compliant: [statefulSet({}, { options: { protect: true } })],
    violating: [statefulSet()],
  },
  onlyStacks: true,
  // A stack on one machine is there to be thrown away.
  advisoryOnOneMachine: true,
  looksAt: "resource",
  *check(resource) {
    const holdsData =
      templatesOf(resource).length > 0 ||
      isKind(resource, "PersistentVolumeClaim", "") ||
      isKind(resource, "Namespace", "");
    if (holdsData && resource.options?.protect !== true) {
      yield { path: "options.protect", is: false, must: "be true" };
    }
  },
};
