import * as z from "zod/mini";

export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** What is said about artifacts, by the in-toto attestation framework. Every predicate has a file in predicates/. */
export const statement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z
    .array(
      z.object({
        name: z.optional(z.string()),
        digest: z.object({ sha256: z.optional(z.string()) }),
      }),
    )
    .check(z.minLength(1)),
  predicateType: z.string(),
  predicate: z.unknown(),
});

export type Statement = z.infer<typeof statement>;

/** Whether a statement is about exactly these digests (`sha256:…`), and nothing besides. */
export function isAbout(
  { subject }: Pick<Statement, "subject">,
  digests: readonly string[],
): boolean {
  const wanted = new Set(digests);
  const found = new Set(subject.map(({ digest }) => `sha256:${digest.sha256 ?? ""}`));
  return found.size === wanted.size && [...found].every((digest) => wanted.has(digest));
}

/** What a statement says that it is about, for messages. */
export function subjectsOf({ subject }: Statement): string {
  return subject.map(({ digest }) => short(`sha256:${digest.sha256 ?? "none"}`)).join(", ");
}

/** A digest as messages show it. */
export function short(digest: string): string {
  return /^sha256:[0-9a-f]{64}$/.test(digest)
    ? digest.slice(0, "sha256:".length + 12)
    : "no SHA-256";
}
