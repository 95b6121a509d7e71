import { sign } from "node:crypto";
import { crypto, dsse } from "@sigstore/core";
import * as z from "zod/mini";
import type { Key } from "./keys.ts";

/** Payload type of in-toto statements. */
export const IN_TOTO = "application/vnd.in-toto+json";

/** Standard or URL-safe, as DSSE has it. Node would skip what is neither. */
const base64 = z.string().check(z.regex(/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/));

/** An envelope of DSSE 1.0: a payload with the signatures over it. */
export const envelope = z.object({
  payloadType: z.string(),
  payload: base64,
  signatures: z
    .array(z.object({ sig: base64, keyid: z.optional(z.string()) }))
    .check(z.minLength(1)),
});

export type Envelope = z.infer<typeof envelope>;

export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, "base64");
}

/** Whether one of the keys made one of the signatures. The envelope's hint at the key is nobody's word, so each is tried. */
export function isSigned(given: Envelope, keys: readonly Key[]): boolean {
  const encoded = dsse.preAuthEncoding(given.payloadType, payloadOf(given));
  return given.signatures.some(({ sig }) =>
    keys.some(({ key, digest }) =>
      crypto.verify(encoded, key, Buffer.from(sig, "base64"), digest ?? undefined),
    ),
  );
}

/** Signs a payload, with a private key. */
export function seal(payloadType: string, payload: Buffer, { key, digest, id }: Key): Envelope {
  const sig = sign(digest, dsse.preAuthEncoding(payloadType, payload), key).toString("base64");
  return { payloadType, payload: payload.toString("base64"), signatures: [{ keyid: id, sig }] };
}
