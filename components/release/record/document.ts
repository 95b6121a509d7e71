import * as z from "zod/mini";
import { count } from "../evidence/shape.ts";

const text = z.string();

const gate = z.object({
  name: text,
  start: text,
  /** Absent where it was interrupted. */
  milliseconds: z.exactOptional(count),
  outcome: z.enum(["holds", "refused", "undecided", "interrupted"]),
  /** Why the release has stopped. */
  problems: z.array(text),
  /** The last that it has said. */
  log: z.array(text),
});

const workload = z.object({ image: text, templateHash: text });

/** The record of one attempt, in the words of the checklist and what it asks for beside them. */
export const document = z.object({
  id: text,
  /** Whether a version was released, or was gone back to. */
  kind: z.enum(["release", "rollback"]),
  version: text,
  /** Of a rollback: the attempt that it has undone. */
  undoes: z.exactOptional(text),
  images: z.array(text),
  /** What the pods of the release were declared with: by it they are found when somebody goes back to them. */
  workloads: z.exactOptional(z.object({ backend: workload, frontend: workload })),
  /** What the smoke test was asked, so that it can be asked again of a release that somebody goes back to. */
  smoke: z.exactOptional(z.unknown()),
  /** Whom the API server took the deployer for, and whom git did. */
  by: z.object({ cluster: text, git: z.exactOptional(text) }),
  /** Of this repository. */
  commit: z.exactOptional(z.object({ hash: text, at: text })),
  /** Branch or tag and commit that the images were built from. */
  source: z.exactOptional(text),
  start: text,
  end: text,
  gates: z.array(gate),
  /** Gates that had been passed in an attempt before, and were not asked again. */
  earlier: z.array(z.object({ gate: text, attempt: text })),
  issues: z.array(text),
  rollback: z.object({
    required: z.boolean(),
    /** Whether nothing of the release runs any more. */
    done: z.boolean(),
    /** What was taken back, or why. */
    what: z.exactOptional(text),
  }),
  status: z.enum(["success", "partial", "failed"]),
  backup: z.exactOptional(z.object({ id: text, locations: z.array(text) })),
  schema: z.exactOptional(
    z.object({
      before: z.exactOptional(text),
      after: text,
      restoreTo: text,
      applied: z.array(text),
    }),
  ),
});

export type Document = z.infer<typeof document>;
export type RecordedGate = Document["gates"][number];

/** A name below a record. */
export const signature = z.object({
  role: text,
  name: text,
  /** Whom the API server took them for. */
  by: text,
  at: text,
});

export type Signature = z.infer<typeof signature>;
