import * as z from "zod/mini";
import { count } from "../evidence/shape.ts";

const refusal = z.object({ item: z.string(), problem: z.string(), fix: z.string() });

/** Who releases: whom the API server takes them for, and whom git does. */
const deployer = z.object({ cluster: z.string(), git: z.exactOptional(z.string()) });

/** What this repository is at. */
const commit = z.object({ hash: z.string(), at: z.string() });

const common = {
  /** Of which it is a part. */
  attempt: z.string(),
  version: z.string(),
  gate: z.string(),
  /** By the clock of whoever runs the gate, in UTC. */
  at: z.string(),
};

/** Something that has become of one gate in one attempt to release. It is never changed. */
export const entry = z.discriminatedUnion("moment", [
  z.object({
    ...common,
    moment: z.literal("begun"),
    /** Of a rollback: the attempt that it undoes. */
    undoes: z.exactOptional(z.string()),
    by: deployer,
    commit: z.exactOptional(commit),
  }),
  z.object({
    ...common,
    moment: z.literal("ended"),
    /** Since it had begun. */
    milliseconds: count,
    outcome: z.enum(["holds", "refused", "undecided"]),
    /** Why the release stops. */
    refusals: z.array(refusal),
    /** What runs from then on, where it was refused. */
    meanwhile: z.exactOptional(z.string()),
    /** Whether nothing of the release runs then. */
    isBack: z.exactOptional(z.boolean()),
    /** Why it could not be decided. */
    problem: z.exactOptional(z.string()),
    /** What the gate has returned. */
    result: z.exactOptional(z.unknown()),
    /** The last that it has said. */
    log: z.array(z.string()),
  }),
]);

export type Entry = z.infer<typeof entry>;
export type Begun = Extract<Entry, { moment: "begun" }>;
export type Ended = Extract<Entry, { moment: "ended" }>;
export type Outcome = Ended["outcome"];

/** Lines of a gate's log that are kept, the last ones, and characters of each: enough to see what it did. */
const LINES = 200;
const LINE_LENGTH = 500;

/** Characters of a refusal, which may show a request and its answer. */
const TEXT_LENGTH = 4000;

/** An ended gate as it is kept, whatever it has said: all entries of a release fit one object of the cluster. */
export function bounded(ended: Ended): Ended {
  return {
    ...ended,
    refusals: ended.refusals.slice(0, 50).map(({ item, problem, fix }) => ({
      item,
      problem: cut(problem, TEXT_LENGTH),
      fix: cut(fix, TEXT_LENGTH),
    })),
    ...(ended.problem !== undefined && { problem: cut(ended.problem, TEXT_LENGTH) }),
    log: ended.log.slice(-LINES).map((line) => cut(line, LINE_LENGTH)),
  };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

export function isBegun(entry: Entry): entry is Begun {
  return entry.moment === "begun";
}

export function isEnded(entry: Entry): entry is Ended {
  return entry.moment === "ended";
}
