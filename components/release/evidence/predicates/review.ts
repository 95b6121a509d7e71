import * as z from "zod/mini";
import { IMAGE_NAMES } from "../images.ts";
import { type Context, type Judgement, type Objection, judgement, need } from "../need.ts";
import { sha256, words } from "../shape.ts";
import { some } from "../words.ts";
import { own } from "./own.ts";
import { commit } from "./source-revision.ts";

export const REVIEW = own("review");

/** Who looked at a change before it was released. People are `Name <address>`, or any name that is theirs alone. */
export const review = z.object({
  commit,
  authors: z.array(words).check(z.minLength(1)),
  approvers: z.array(words),
  /** The difference of the rendered configuration that the approvers had before them. */
  configuration: z.optional(z.object({ digest: z.object({ sha256 }) })),
});

export type Review = z.infer<typeof review>;

export const reviewNeed = need({
  name: "review",
  predicateType: REVIEW,
  schema: review,
  images: IMAGE_NAMES,
  option: "--review REVIEW.json --configuration PREVIEW.md",
  items: { "code.6": reviewed, "conf.4": configurationReviewed },
});

function reviewed(given: Review, context: Context): Judgement {
  return judgement(`approved by ${some(others(given))}`, [
    approvedByOthers(given),
    ofThisCommit(given, context),
  ]);
}

function configurationReviewed(given: Review, context: Context): Judgement {
  const digest = given.configuration?.digest.sha256;
  return judgement(`difference sha256:${digest ?? ""} approved by ${some(others(given))}`, [
    digest === undefined && {
      problem: "Nobody had the rendered configuration before them.",
      fix: "Have `npm run preview -- --against REF --markdown` reviewed, and attest it with `--configuration`.",
    },
    approvedByOthers(given),
    ofThisCommit(given, context),
  ]);
}

function approvedByOthers(given: Review): Objection | false {
  return (
    others(given).length === 0 && {
      problem: `Nobody but its authors approved the change: ${some(given.authors)}.`,
      fix: "Have somebody else review it.",
    }
  );
}

function ofThisCommit({ commit }: Review, { revision }: Context): Objection | false {
  return (
    revision !== undefined &&
    revision.commit !== commit && {
      problem: `Commit ${commit} was reviewed, and ${revision.commit} is released.`,
      fix: "Have what is released reviewed.",
    }
  );
}

function others({ authors, approvers }: Review): readonly string[] {
  const own = new Set(authors.map(identity));
  return approvers.filter((approver) => !own.has(identity(approver)));
}

/** Who it is, however the name is written. */
function identity(person: string): string {
  const [, address] = /<([^<>]+)>\s*$/.exec(person) ?? [];
  return (address ?? person).normalize("NFKC").trim().toLowerCase();
}
