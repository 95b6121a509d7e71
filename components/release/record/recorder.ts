import type { Connection } from "../kubernetes/connect.ts";
import { attemptOf, newAttempt } from "./attempt.ts";
import { type Ended, type Entry, bounded, entry } from "./entry.ts";
import type { RecordPlace } from "./place.ts";
import { RecordStore } from "./store.ts";
import { shaped } from "../evidence/shape.ts";
import { whoAsks } from "./who.ts";

/** What became of a gate, by whoever has run it. */
export type Ending = Pick<Ended, "outcome" | "refusals" | "log"> &
  Partial<Pick<Ended, "meanwhile" | "isBack" | "problem" | "result">>;

/** A gate that is being recorded. */
export interface Recording {
  readonly attempt: string;
  /** @throws Error when it could not be kept. */
  end(ending: Ending): Promise<void>;
}

/**
 * Records that a gate has begun.
 *
 * @throws Error when that cannot be kept.
 */
export type Recorder = (gate: string) => Promise<Recording>;

/** Keeps in the cluster what becomes of gates. */
export function recorder(place: RecordPlace, connect: () => Promise<Connection>): Recorder {
  const { namespace, version } = place;
  return async (gate) => {
    const connection = await connect();
    const store = new RecordStore(connection, namespace);
    const who = await whoAsks(connection);
    const began = performance.now();
    const begin = async (attempt: string) => {
      const at = new Date().toISOString();
      const content: Entry = { attempt, version, gate, moment: "begun", at, ...who };
      return store.add({ ...kept(content), content });
    };
    const open = attemptOf(entriesOf(await store.all("entry", version)), gate);
    // Where another update has begun the same gate meanwhile, this is another attempt.
    const joined = open !== undefined && (await begin(open));
    const attempt = joined ? open : newAttempt(new Date());
    if (!joined) await begin(attempt);
    return {
      attempt,
      end: async (ending) => {
        const content = bounded({
          attempt,
          version,
          gate,
          moment: "ended",
          at: new Date().toISOString(),
          milliseconds: Math.round(performance.now() - began),
          ...ending,
        });
        await store.add({ ...kept(content), content });
      },
    };
  };
}

/** Entries as they were found, the oldest first. */
export function entriesOf(found: readonly { readonly content: unknown }[]): Entry[] {
  return found.map(({ content }) =>
    shaped(
      entry,
      content,
      (problems) => `An entry of a record is not as it was written: ${problems}.`,
    ),
  );
}

function kept({ attempt, version, gate, moment }: Entry) {
  return { name: `release-${attempt}-${gate}-${moment}`, kind: "entry", attempt, version } as const;
}
