import type * as z from "zod/mini";
import type { ImageName, Images } from "./images.ts";
import type { SourceRevision } from "./predicates/source-revision.ts";
import { type Shaped, shape } from "./shape.ts";

/** What evidence is held against. */
export interface Limits {
  /** Days after which a scan and an audit prove nothing any more. */
  readonly scanAgeDays: number;
  /** Milliseconds within which 95 of 100 requests of the load test must have been answered. */
  readonly p95Milliseconds: number;
  /** Share of the load test's requests that must be undercut by those that failed: 0.01. */
  readonly errorRate: number;
  /** KiB that the frontend's bundle must stay below, compressed. */
  readonly bundleKiB: number;
  /** Requests a second that are expected at most. Default: the rate of the load test. */
  readonly peakRequestsPerSecond?: number;
}

/** What a predicate is judged by. */
export interface Context {
  /** `v1.0.0` */
  readonly version: string;
  readonly images: Images;
  readonly limits: Limits;
  readonly now: Date;
  /** What the release is built from, where the bundle proves it. */
  readonly revision?: SourceRevision;
  /** Requests a second of the load test, where the bundle proves them. */
  readonly loadRate?: number;
}

/** Why evidence does not count. */
export interface Objection {
  /** A sentence without a secret. */
  readonly problem: string;
  /** What to do about it, in a sentence. */
  readonly fix: string;
}

/** What one item has from one predicate. It holds when there is no objection. */
export interface Judgement {
  /** What is so, for the record of the release. */
  readonly fact: string;
  readonly objections: readonly Objection[];
}

/** One attestation that a release needs. */
export interface NeedDefinition<Predicate> {
  /** In words that complete "There is no …". */
  readonly name: string;
  readonly predicateType: string;
  readonly schema: z.ZodMiniType<Predicate>;
  /** It must be about exactly these. */
  readonly images: readonly ImageName[];
  /** How `npm run evidence -- make` is told to make it. */
  readonly option: string;
  /** Which of several of its type it is, of a predicate that nobody has checked. Default: each is. */
  readonly isIt?: (predicate: unknown) => boolean;
  /** When it was found. Of several the newest counts. Default: there may be only one. */
  readonly foundOn?: (predicate: Predicate) => string;
  /** What it decides, by id of the checklist. */
  readonly items: Readonly<Record<string, (predicate: Predicate, context: Context) => Judgement>>;
}

/** A predicate that was read, with what it decides. */
export interface Evidence {
  /** Milliseconds since 1970; 0 where there may be only one. */
  readonly foundAt: number;
  readonly predicate: unknown;
  readonly judge: (item: string, context: Context) => Judgement;
}

export interface Need extends Pick<
  NeedDefinition<never>,
  "name" | "predicateType" | "images" | "option"
> {
  readonly items: readonly string[];
  readonly isIt: (predicate: unknown) => boolean;
  readonly read: (predicate: unknown) => Shaped<Evidence>;
}

/** Hides what type of predicate a need is about, so that there is one list of all. */
export function need<Predicate>(definition: NeedDefinition<Predicate>): Need {
  const { name, predicateType, images, option, schema, items, foundOn } = definition;
  return {
    name,
    predicateType,
    images,
    option,
    items: Object.keys(items),
    isIt: definition.isIt ?? (() => true),
    read: (given) => {
      const read = shape(schema, given);
      if (!read.ok) return read;
      const predicate = read.value;
      const judge = (item: string, context: Context): Judgement => {
        const decide = items[item];
        if (!decide) throw new Error(`${name} does not decide ${item}`);
        return decide(predicate, context);
      };
      return {
        ok: true,
        value: { foundAt: foundOn ? Date.parse(foundOn(predicate)) : 0, predicate, judge },
      };
    },
  };
}

/** A judgement by objections of which each is made or not. */
export function judgement(fact: string, objections: readonly (Objection | false)[]): Judgement {
  return { fact, objections: objections.filter((each) => each !== false) };
}
