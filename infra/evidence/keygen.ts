import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { messageOf } from "../../components/release/evidence/words.ts";
import { Unusable } from "../preview/failure.ts";

/**
 * Writes a new key, which nobody but its owner may read, and its public half beside it.
 *
 * @throws Unusable when there is such a file already.
 */
export function keygen(out: string): string {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  try {
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(out, pem, { flag: "wx", mode: 0o600 });
    writeFileSync(`${out}.pub`, publicKey.export({ type: "spki", format: "pem" }), { flag: "wx" });
  } catch (error) {
    throw new Unusable(`${out}: ${messageOf(error)}`);
  }
  return `${out}: keep it as a secret of CI\n${out}.pub: goes into the configuration of the stack\n`;
}
