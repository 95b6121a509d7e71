import * as z from "zod/mini";
import { shaped } from "../evidence/shape.ts";
import { messageOf } from "../evidence/words.ts";
import { connect } from "../kubernetes/connect.ts";
import { type Closed, close } from "../record/close.ts";
import { compose } from "../record/compose.ts";
import { documentsIn } from "../record/list.ts";
import { entriesOf } from "../record/recorder.ts";
import { attemptsIn, isOver } from "../record/settle.ts";
import { RecordStore } from "../record/store.ts";
import { smokeGateInput } from "../smoke/gate-input.ts";
import { type Gate, Refused } from "./gate.ts";
import { templatePlace } from "./template.ts";

const name = z.string().check(z.minLength(1));
const workload = z.strictObject({ image: name, templateHash: name });

const input = z.strictObject({
  ...templatePlace,
  /** Folder of the archive, as people would look for it. */
  location: name,
  images: z.array(name),
  workloads: z.strictObject({ backend: workload, frontend: workload }),
  /** What the smoke test was asked, to be asked again when somebody goes back to this release. */
  smoke: smokeGateInput,
  /** What gates have returned, by name. */
  results: z.record(z.string(), z.unknown()),
  /** Where each gate was recorded, or why it was not. It is new whenever one was passed again, and so is the record. */
  passed: z.array(
    z.strictObject({
      gate: name,
      attempt: z.exactOptional(z.string()),
      problem: z.exactOptional(z.string()),
    }),
  ),
});

export type RecordInput = z.infer<typeof input>;

/** The record of the release. */
export interface RecordResult {
  readonly id: string;
  /** Where it is kept for good. */
  readonly location: string;
}

/** Closes the record of the release, and archives it with those of the attempts before that have stopped. */
export const recordGate: Gate<RecordInput, RecordResult> = {
  name: "record",
  checklist: ["step2.3", "step3.2", "week.6"],
  parse: (given) => shaped(input, given),
  run: async (given, { progress }) => {
    const id = newestOf(given);
    const location = `${given.location}/${id}.json`;
    try {
      const store = new RecordStore(await connect(given.context), given.namespace);
      const attempts = attemptsIn(entriesOf(await store.all("entry")));
      const own = attempts.find((attempt) => attempt.id === id);
      const others = attempts.filter((each) => each !== own && isOver(each, new Date()));
      const known = new Map((await documentsIn(store)).map((each) => [each.id, each]));
      const closed: Closed[] = [
        ...others.map((attempt) => ({
          attempt,
          // A rollback writes its own, and leaves its entry where that could not be archived.
          document: known.get(attempt.id) ?? compose(attempt.entries),
        })),
        // Absent where the gate was interrupted when it had done everything.
        ...(own ? [{ attempt: own, document: compose(own.entries, given) }] : []),
      ];
      await close(store, given, closed, progress);
      for (const { document } of closed) progress(`${document.id}: ${document.status}`);
    } catch (error) {
      throw incomplete(`The record ${id} could not be completed: ${messageOf(error)}`);
    }
    return { id, location };
  },
};

/** Attempts are named by their time. */
function newestOf({ passed }: RecordInput): string {
  const newest = passed
    .flatMap(({ attempt }) => attempt ?? [])
    .sort()
    .at(-1);
  if (newest !== undefined) return newest;
  throw incomplete(`No gate could be recorded: ${passed[0]?.problem ?? "there was none"}.`);
}

function incomplete(problem: string): Refused {
  const fix =
    "See what is in its way, and run `pulumi up` again without any change: that repeats the record alone.";
  return new Refused(
    [{ item: "week.6", problem, fix }],
    "it serves all the same: it has passed every gate before, and only its record is incomplete",
  );
}
