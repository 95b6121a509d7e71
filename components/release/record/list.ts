import { shaped } from "../evidence/shape.ts";
import { hasStopped } from "./attempt.ts";
import { compose } from "./compose.ts";
import { type Document, type Signature, document, signature } from "./document.ts";
import { entriesOf } from "./recorder.ts";
import { attemptsIn } from "./settle.ts";
import type { RecordStore } from "./store.ts";

/** A record as it is read: closed or not, signed or not, undone or not. */
export interface Listed extends Omit<Document, "status"> {
  /** `unfinished`: nobody has said yet how it ended. */
  readonly status: Document["status"] | "unfinished";
  readonly signatures: readonly Signature[];
  /** The rollback that has undone it. */
  readonly undoneBy?: string;
}

/** Every record that the cluster has, the oldest first. */
export async function listed(store: RecordStore): Promise<Listed[]> {
  const closed = await documentsIn(store);
  const known = new Set(closed.map(({ id }) => id));
  const open = attemptsIn(entriesOf(await store.all("entry")))
    .filter(({ id }) => !known.has(id))
    .map(({ entries }) => {
      const composed = compose(entries);
      return hasStopped(entries) && entries.at(-1)?.moment === "ended"
        ? composed
        : { ...composed, status: "unfinished" as const };
    });
  const signatures = Map.groupBy(await store.all("signature"), ({ attempt }) => attempt);
  const signed = (id: string) =>
    (signatures.get(id) ?? []).map(({ content }) =>
      shaped(
        signature,
        content,
        (problems) => `A signature is not as it was written: ${problems}.`,
      ),
    );
  return joined([...closed, ...open]).map((each) => ({ ...each, signatures: signed(each.id) }));
}

/** Those that are closed. */
export async function documentsIn(store: RecordStore): Promise<Document[]> {
  return (await store.all("document")).map(({ content }) =>
    shaped(document, content, (problems) => `A record is not as it was written: ${problems}.`),
  );
}

type Unsigned = Omit<Listed, "signatures">;

/** With what has become of releases later. */
export function joined(records: readonly Unsigned[]): Unsigned[] {
  return records
    .map((each) => {
      const undone = records.find(
        ({ undoes, status }) => undoes === each.id && status !== "failed",
      );
      if (!undone) return each;
      const what = `${undone.id}: ${undone.rollback.what ?? ""}`;
      const done = undone.status !== "unfinished";
      return { ...each, undoneBy: undone.id, rollback: { required: true, done, what } };
    })
    .toSorted((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
}
