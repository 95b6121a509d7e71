import { type KeyObject, createHash, createPublicKey } from "node:crypto";

/** Algorithms that attestations are signed with; `digest` is null where the algorithm hashes by itself. */
const DIGESTS = { ec: "sha256", ed25519: null } as const;

/** A key that signatures are verified or made with. */
export interface Key {
  readonly key: KeyObject;
  readonly digest: "sha256" | null;
  /** SHA-256 of the public half in DER, hexadecimal: how envelopes hint at it. */
  readonly id: string;
}

/**
 * Reads a public key.
 *
 * @throws Error for anything but a public key of ECDSA P-256 or Ed25519 in PEM, private keys included.
 */
export function publicKey(pem: string): Key {
  if (!pem.trimStart().startsWith("-----BEGIN PUBLIC KEY-----")) {
    throw new Error("is no public key in PEM, which begins with -----BEGIN PUBLIC KEY-----");
  }
  return keyOf(createPublicKey(pem));
}

/** @throws Error for a key of another algorithm than ECDSA P-256 and Ed25519. */
export function keyOf(key: KeyObject): Key {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const known = type === "ed25519" || (type === "ec" && details?.namedCurve === "prime256v1");
  if (!known) throw new Error("is a key of another algorithm than ECDSA P-256 and Ed25519");
  const half = key.type === "private" ? createPublicKey(key) : key;
  const der = half.export({ type: "spki", format: "der" });
  return { key, digest: DIGESTS[type], id: createHash("sha256").update(der).digest("hex") };
}
