import { certificate } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

/** The smallest size in bits, and the default of cert-manager. */
const SIZES: Readonly<Record<string, readonly [least: number, usual: number]>> = {
  RSA: [2048, 2048],
  ECDSA: [256, 256],
};

export const certificateHasStrongKey: Rule = {
  name: "certificate-has-strong-key",
  title: "Keys of certificates are RSA of 2048 bits, ECDSA of 256, or Ed25519, at least.",
  why: "Shorter ones are broken by machines that can be rented.",
  severity: "high",
  checklist: ["sec.6"],
  standards: {},
  fix: "Set `privateKey` to `{ algorithm: ECDSA, size: 256 }`.",
  examples: {
    compliant: [certificate({ privateKey: { algorithm: "RSA", size: 2048 } })],
    violating: [certificate({ privateKey: { algorithm: "RSA", size: 1024 } })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Certificate", "cert-manager.io")) return;
    const key = at(resource.inputs, "spec", "privateKey");
    const algorithm = at(key, "algorithm") ?? "RSA";
    if (algorithm === "Ed25519") return;
    const sizes =
      typeof algorithm === "string" && Object.hasOwn(SIZES, algorithm)
        ? SIZES[algorithm]
        : undefined;
    if (!sizes) {
      const must = "be ECDSA, RSA or Ed25519";
      yield { path: "spec.privateKey.algorithm", is: algorithm, must };
      return;
    }
    const [least, usual] = sizes;
    const is = at(key, "size") ?? usual;
    if (typeof is !== "number" || !(is >= least)) {
      yield { path: "spec.privateKey.size", is, must: `be at least ${least}` };
    }
  },
};
