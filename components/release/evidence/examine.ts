import { readFile } from "node:fs/promises";
import { type Bundle, readBundle } from "./bundle.ts";
import type { Images } from "./images.ts";
import { type Verdict, judge, provenNotes } from "./judge.ts";
import { publicKey } from "./keys.ts";
import type { Limits } from "./need.ts";
import { counted, messageOf } from "./words.ts";

/** What is asked of a bundle. */
export interface Question {
  /** File of DSSE envelopes, one a line. */
  readonly bundle: string;
  /** PEM, of which one must have signed each attestation. ECDSA P-256 or Ed25519. */
  readonly publicKeys: readonly string[];
  /** `v1.0.0` */
  readonly version: string;
  /** Digests of the images that are about to be rolled out. */
  readonly images: Images;
  readonly limits: Limits;
  /** Instant to judge at, in tests. Default: this one. */
  readonly now?: string;
}

export interface Examination {
  readonly verdicts: readonly Verdict[];
  /** What went unused, in lines without a secret. */
  readonly remarks: readonly string[];
  /** What the changelog says about the version. */
  readonly notes?: string;
}

/** Reads a bundle and judges every item by it. A file that cannot be read proves nothing. */
export async function examine(question: Question): Promise<Examination> {
  const { bundle: file, version, images, limits, now } = question;
  const keys = question.publicKeys.map(publicKey);
  let bundle: Bundle = { attestations: [], rejections: [] };
  const remarks: string[] = [];
  try {
    bundle = readBundle(await readFile(file, "utf8"), keys);
    remarks.push(
      `${file}: ${counted(bundle.attestations.length, "attestation")} signed as configured`,
    );
  } catch (error) {
    remarks.push(`${file} cannot be read: ${messageOf(error)}`);
  }
  // As in-toto asks: what nobody recognizes is ignored, and so it is told at least.
  for (const { line, problem, claim } of bundle.rejections) {
    if (!claim) remarks.push(`${file}:${line} is ignored: it ${problem}`);
  }
  const at = now === undefined ? new Date() : new Date(now);
  const context = { version, images, limits, now: at };
  const notes = provenNotes(bundle, context);
  return { verdicts: judge(bundle, context), remarks, ...(notes !== undefined && { notes }) };
}
