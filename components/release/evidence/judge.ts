import type { Attestation, Bundle, Claim } from "./bundle.ts";
import type { Context, Evidence, Need, Objection } from "./need.ts";
import { EVIDENCE_ITEMS, needs } from "./needs.ts";
import { type Changelog, changelogNeed } from "./predicates/changelog.ts";
import { type K6Summary, k6Needs } from "./predicates/k6-summary.ts";
import { type SourceRevision, sourceNeed } from "./predicates/source-revision.ts";
import { isAbout, short, subjectsOf } from "./statement.ts";

/** What a bundle proves of one item. It holds when there is no objection. */
export interface Verdict {
  readonly item: string;
  /** What is so, of everything that proves it. */
  readonly facts: readonly string[];
  readonly objections: readonly Objection[];
}

/** Judges every item by a bundle. */
export function judge(
  bundle: Bundle,
  given: Omit<Context, "revision" | "loadRate">,
): readonly Verdict[] {
  const context: Context = {
    ...given,
    ...provenRevision(bundle, given),
    ...provenLoad(bundle, given),
  };
  const found = needs.map((need) => ({ need, ...find(need, bundle, context) }));
  return EVIDENCE_ITEMS.map((item) => {
    const judged = found
      .filter(({ need }) => need.items.includes(item))
      .map(({ evidence, objections }) => {
        const judgement = evidence?.judge(item, context);
        return {
          facts: judgement ? [judgement.fact] : [],
          objections: [...objections, ...(judgement?.objections ?? [])],
        };
      });
    return {
      item,
      facts: judged.flatMap(({ facts }) => facts),
      objections: judged.flatMap(({ objections }) => objections),
    };
  });
}

interface Found {
  readonly evidence?: Evidence;
  readonly objections: readonly Objection[];
}

/** The one attestation that counts for a need, and what speaks against the others that claim to be it. */
function find(need: Need, { attestations, rejections }: Bundle, { images }: Context): Found {
  const digests = need.images.map((image) => images[image]);
  const claimed = rejections
    .filter(({ claim }) => claim && claims(need, claim, digests))
    .map(({ line, problem }) => ({
      problem: `Line ${line} claims to be the ${need.name}, but ${problem}.`,
      fix: "Sign it with a configured key, or take the line out.",
    }));
  const signed = attestations.filter(
    ({ statement }) =>
      statement.predicateType === need.predicateType && need.isIt(statement.predicate),
  );
  const bound = signed.filter(({ statement }) => isAbout(statement, digests));
  if (bound.length === 0) {
    // That it is missing is no news where something was rejected.
    return { objections: claimed.length > 0 ? claimed : [missing(need, signed, digests)] };
  }
  const { evidence, objections } = choose(need, bound);
  return { ...(evidence && { evidence }), objections: [...claimed, ...objections] };
}

/** Whether something that nobody vouches for would be what is needed. What cannot be read is held for it. */
function claims(need: Need, claim: Claim, digests: readonly string[]): boolean {
  const { predicateType, predicate, subject } = claim;
  if (predicateType !== need.predicateType || !need.isIt(predicate)) return false;
  return subject === undefined || isAbout({ subject }, digests);
}

function missing(
  need: Need,
  others: readonly Attestation[],
  digests: readonly string[],
): Objection {
  const wanted = need.images.map((image, index) => `${image} ${short(digests[index] ?? "")}`);
  const elsewhere = others.map(
    ({ line, statement }) => `line ${line} is about ${subjectsOf(statement)}`,
  );
  const but = elsewhere.length === 0 ? "" : `; ${elsewhere.slice(0, 3).join("; ")}`;
  return {
    problem: `There is no ${need.name} about exactly ${wanted.join(", ")}${but}.`,
    fix: `Make it for these images: npm run evidence -- make ${need.option}`,
  };
}

/** Of several, the newest; where they have no date, nobody could say which one is meant. */
function choose(need: Need, bound: readonly Attestation[]): Found {
  const read = distinct(bound).map(({ line, statement }) => ({
    line,
    shaped: need.read(statement.predicate),
  }));
  const objections = read.flatMap(({ line, shaped }) =>
    shaped.ok
      ? []
      : [
          {
            problem: `Line ${line} is no ${need.name} as it must be: ${shaped.problems.join("; ")}.`,
            fix: `Make it again: npm run evidence -- make ${need.option}`,
          },
        ],
  );
  const usable = read.flatMap(({ line, shaped }) =>
    shaped.ok ? [{ line, evidence: shaped.value }] : [],
  );
  const newest = Math.max(...usable.map(({ evidence }) => evidence.foundAt));
  const [first, ...more] = usable.filter(({ evidence }) => evidence.foundAt === newest);
  if (!first) return { objections };
  if (more.length === 0) return { evidence: first.evidence, objections };
  const lines = [first, ...more].map(({ line }) => line).join(", ");
  return {
    objections: [
      ...objections,
      {
        problem: `Lines ${lines} are each a ${need.name}, and differ.`,
        fix: "Take out all but the one that counts.",
      },
    ],
  };
}

/** The same statement may be there twice, signed by two keys. */
function distinct(attestations: readonly Attestation[]): readonly Attestation[] {
  return attestations.filter(
    ({ payload }, index) =>
      attestations.findIndex((other) => other.payload.equals(payload)) === index,
  );
}

function provenRevision(bundle: Bundle, context: Context): Pick<Context, "revision"> {
  const { evidence } = find(sourceNeed, bundle, context);
  return evidence ? { revision: evidence.predicate as SourceRevision } : {};
}

/** What the changelog says about the version, where the bundle proves it. */
export function provenNotes(
  bundle: Bundle,
  given: Omit<Context, "revision" | "loadRate">,
): string | undefined {
  const { evidence } = find(changelogNeed, bundle, given);
  return (evidence?.predicate as Changelog | undefined)?.text;
}

function provenLoad(bundle: Bundle, context: Context): Pick<Context, "loadRate"> {
  const load = k6Needs.find(({ items }) => items.includes("perf.2"));
  const evidence = load && find(load, bundle, context).evidence;
  return evidence ? { loadRate: (evidence.predicate as K6Summary).requestsPerSecond } : {};
}
