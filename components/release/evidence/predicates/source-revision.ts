import * as z from "zod/mini";
import { IMAGE_NAMES } from "../images.ts";
import { type Judgement, judgement, need } from "../need.ts";
import { words } from "../shape.ts";
import { quoted } from "../words.ts";
import { own } from "./own.ts";

export const SOURCE_REVISION = own("source-revision");

/** Hash of a git commit: SHA-1 or SHA-256. */
export const commit = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));

/** What the images were built from. */
export const sourceRevision = z.object({
  commit,
  /** Full name of the branch or tag at the commit: `refs/tags/v1.0.0`. */
  ref: words,
});

export type SourceRevision = z.infer<typeof sourceRevision>;

export const sourceNeed = need({
  name: "revision of the source",
  predicateType: SOURCE_REVISION,
  schema: sourceRevision,
  images: IMAGE_NAMES,
  option: "--repository FOLDER --ref REF",
  items: { "step1.1": (revision, { version }) => onRelease(revision, version) },
});

function onRelease({ commit, ref }: SourceRevision, version: string): Judgement {
  const releases = [`refs/tags/${version}`, `refs/heads/release/${version}`];
  return judgement(`${ref} at ${commit}`, [
    !releases.includes(ref) && {
      problem: `The release is built from ${quoted(ref)}, which is not of ${version}.`,
      fix: `Build it from ${releases.join(" or ")}.`,
    },
  ]);
}
