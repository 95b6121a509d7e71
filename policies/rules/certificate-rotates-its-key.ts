import { certificate } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

const key = { algorithm: "ECDSA", size: 256 };

export const certificateRotatesItsKey: Rule = {
  name: "certificate-rotates-its-key",
  title: "Every renewal of a certificate makes a new key, those of authorities aside.",
  why: "A key that was once copied is good for as long as it is renewed.",
  severity: "medium",
  checklist: ["sec.6"],
  standards: {},
  fix: "Set `privateKey.rotationPolicy: Always`.",
  examples: {
    compliant: [certificate({ privateKey: { ...key, rotationPolicy: "Always" } })],
    violating: [certificate({ privateKey: { ...key, rotationPolicy: "Never" } })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Certificate", "cert-manager.io")) return;
    const spec = at(resource.inputs, "spec");
    // What an authority has signed verifies by its key.
    if (at(spec, "isCA") === true) return;
    const is = at(spec, "privateKey", "rotationPolicy");
    // The default has changed between versions of cert-manager.
    if (is !== "Always") {
      yield {
        path: "spec.privateKey.rotationPolicy",
        ...(is !== undefined && { is }),
        must: "be Always",
      };
    }
  },
};
