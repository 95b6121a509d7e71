import * as z from "zod/mini";
import { type Question, examine } from "../evidence/examine.ts";
import type { Images } from "../evidence/images.ts";
import { publicKey } from "../evidence/keys.ts";
import { EVIDENCE_ITEMS } from "../evidence/needs.ts";
import { shaped, time } from "../evidence/shape.ts";
import { messageOf } from "../evidence/words.ts";
import { type Gate, Refused } from "./gate.ts";

/** What CI is to have proven of a release. */
export type EvidenceInput = Question;

/** What was proven. */
export interface EvidenceResult {
  readonly version: string;
  readonly images: Images;
  /** By id of the checklist, in sentences. */
  readonly facts: Readonly<Record<string, string>>;
  /** What the changelog says about the version, in Markdown. Absent where the evidence leaves it out. */
  readonly notes?: string;
}

const digest = z
  .string()
  .check(z.regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits"));

const positive = z.number().check(z.positive());

const key = z.string().check((payload) => {
  try {
    publicKey(payload.value);
  } catch (error) {
    payload.issues.push({ code: "custom", input: payload.value, message: messageOf(error) });
  }
});

const input = z.strictObject({
  bundle: z.string().check(z.minLength(1)),
  publicKeys: z.array(key).check(z.minLength(1)),
  version: z.string().check(z.regex(/^v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, "must be as v1.0.0")),
  images: z.strictObject({ backend: digest, frontend: digest, migrations: digest }),
  limits: z.strictObject({
    scanAgeDays: positive,
    p95Milliseconds: positive,
    errorRate: z.number().check(z.positive(), z.maximum(1)),
    bundleKiB: positive,
    peakRequestsPerSecond: z.exactOptional(positive),
  }),
  now: z.exactOptional(time),
});

/** Refuses a release of which the checklist's evidence is missing, stale, of other images, or not what it should be. */
export const evidenceGate: Gate<EvidenceInput, EvidenceResult> = {
  name: "evidence",
  checklist: EVIDENCE_ITEMS,
  parse: (given) => shaped(input, given),
  run: async (given, { progress }) => {
    const { version, images } = given;
    const { verdicts, remarks, notes } = await examine(given);
    for (const remark of remarks) progress(remark);
    const refusals = verdicts.flatMap(({ item, objections }) =>
      objections.map((objection) => ({ item, ...objection })),
    );
    if (refusals.length > 0) throw new Refused(refusals);
    const facts = verdicts.map(({ item, facts }) => [item, facts.join("; ")] as const);
    return {
      ...{ version, images, facts: Object.fromEntries(facts) },
      ...(notes !== undefined && { notes }),
    };
  },
};
