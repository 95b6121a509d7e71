import { messageOf } from "../evidence/words.ts";
import type { TemplatePlace } from "../gates/template.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { newAttempt } from "../record/attempt.ts";
import { close } from "../record/close.ts";
import { ROLLBACK } from "../record/compose.ts";
import type { Document, RecordedGate } from "../record/document.ts";
import type { Begun, Ended } from "../record/entry.ts";
import type { Listed } from "../record/list.ts";
import type { RecordStore } from "../record/store.ts";
import { whoAsks } from "../record/who.ts";
import type { Restore } from "./restore.ts";
import { statusOf } from "./steps.ts";
import type { Target } from "./target.ts";

/** Records that somebody has decided to go back. That it cannot be recorded is said, and keeps nobody from it. */
export async function recordBegin(
  connection: Connection,
  store: RecordStore,
  { version, undoes }: Target,
  progress: (line: string) => void,
): Promise<Begun> {
  const now = new Date();
  const attempt = newAttempt(now);
  const entry: Begun = {
    ...{ attempt, version, gate: ROLLBACK, moment: "begun" },
    at: now.toISOString(),
    ...(undoes && { undoes: undoes.id }),
    ...(await whoAsks(connection)),
  };
  const name = `release-${attempt}-${ROLLBACK}-begun`;
  try {
    await store.add({ name, kind: "entry", attempt, version, content: entry });
    if (undoes?.status === "unfinished") await stop(store, undoes, entry);
  } catch (error) {
    progress(`warning: it could not be recorded that somebody goes back: ${messageOf(error)}`);
  }
  return entry;
}

/** What is gone back from is over: whoever releases that version again begins anew. */
async function stop(store: RecordStore, { id, version }: Listed, { at }: Begun): Promise<void> {
  const content: Ended = {
    ...{ attempt: id, version, gate: ROLLBACK, moment: "ended", at, milliseconds: 0 },
    ...{ outcome: "refused", refusals: [], log: [] },
  };
  const name = `release-${id}-${ROLLBACK}-ended`;
  await store.add({ name, kind: "entry", attempt: id, version, content });
}

/** The record of a rollback. */
export function rollbackDocument(
  begun: Begun,
  {
    target,
    reason,
    restore,
    steps,
    end,
  }: {
    readonly target: Target;
    readonly reason: string;
    readonly restore: Restore | undefined;
    readonly steps: readonly RecordedGate[];
    readonly end: Date;
  },
): Document {
  const status = statusOf(steps);
  const { undoes, record } = target;
  return {
    id: begun.attempt,
    kind: "rollback",
    version: target.version,
    ...(undoes && { undoes: undoes.id }),
    images: [...(record?.images ?? [])],
    by: begun.by,
    ...(begun.commit && { commit: begun.commit }),
    start: begun.at,
    end: end.toISOString(),
    gates: [...steps],
    earlier: [],
    issues: [
      ...steps.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
      ...(restore && isRestored(steps) ? [`The data were put back to ${restore.words}.`] : []),
    ],
    rollback: { required: true, done: status !== "failed", what: reason },
    status,
  };
}

function isRestored(steps: readonly RecordedGate[]): boolean {
  return steps.some(({ name, outcome }) => name === "restore-database" && outcome === "holds");
}

/**
 * Keeps the record, in the cluster at least.
 *
 * @returns why it is not in the archive yet, where it is not: the next release archives it.
 */
export async function recordEnd(
  store: RecordStore,
  archive: TemplatePlace,
  begun: Begun,
  document: Document,
  progress: (line: string) => void,
): Promise<string | undefined> {
  const { id, version } = document;
  const name = `release-${id}`;
  try {
    await store.add({ name, kind: "document", attempt: id, version, content: document });
    await close(store, archive, [{ attempt: { id, entries: [begun] }, document }], progress);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
