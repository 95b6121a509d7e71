import { durationSeconds } from "../certificates.ts";
import { certificate } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

/** Default of cert-manager. */
const DURATION = "2160h";
/** Shares of the validity. */
const EARLIEST = 0.5;
const LATEST = 0.1;

export const certificateRenewsInTime: Rule = {
  name: "certificate-renews-in-time",
  title:
    "Every certificate says when it is renewed, with time left for people to mend a renewal that fails.",
  why: "A certificate that is renewed on its last day is one failed request away from an outage.",
  severity: "high",
  checklist: ["sec.6"],
  standards: {},
  fix: "Set `renewBefore` to about a third of `duration`: 720h of 2160h.",
  examples: {
    compliant: [certificate({ duration: "2160h", renewBefore: "216h" })],
    violating: [certificate({ duration: "2160h", renewBefore: "215h" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Certificate", "cert-manager.io")) return;
    const spec = at(resource.inputs, "spec");
    const given = at(spec, "duration") ?? DURATION;
    const duration = durationSeconds(given);
    if (duration === undefined || !(duration > 0)) {
      yield { path: "spec.duration", is: given, must: "be a duration, such as 2160h" };
      return;
    }
    const percentage = at(spec, "renewBeforePercentage");
    const field = percentage === undefined ? "renewBefore" : "renewBeforePercentage";
    const is = at(spec, field);
    const share =
      typeof percentage === "number" ? percentage / 100 : (durationSeconds(is) ?? 0) / duration;
    if (!(share >= LATEST && share <= EARLIEST)) {
      yield {
        path: `spec.${field}`,
        ...(is !== undefined && { is }),
        must: `be ${LATEST * 100} to ${EARLIEST * 100} % of the ${duration / 3600} hours of validity`,
      };
    }
  },
};
