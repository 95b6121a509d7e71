import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "./connect.ts";
import { StatusError, ask, lines } from "./request.ts";

/** What has become of an object. */
export interface Change<T> {
  /** `false` where it has been deleted. */
  readonly exists: boolean;
  readonly object: T;
}

interface Identified {
  readonly metadata?: { readonly uid?: string };
}

interface List<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

type WatchEvent<T> =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: T }
  | { readonly type: "BOOKMARK" }
  | { readonly type: "ERROR" };

/** Seconds after which the server ends a watch, and another one is begun. */
const WATCH_SECONDS = 60;

/** An API server that is being restarted comes back within this time. */
const PATIENCE_SECONDS = 120;
const RETRY_SECONDS = 2;

/**
 * The objects of a list as they are, and then as they become, until the caller has seen enough. The same state of an
 * object may come twice.
 *
 * @param path of the list, without query.
 * @param selection query that picks the objects (`labelSelector=…`).
 * @throws Error when the API server has not answered for two minutes.
 */
export async function* changes<T extends Identified>(
  connection: Connection,
  path: string,
  selection: string,
  signal: AbortSignal,
): AsyncGenerator<Change<T>> {
  let lastAnswer = performance.now();
  let known: readonly T[] = [];
  const over = () => signal.aborted;
  while (!over()) {
    try {
      const { metadata, items } = await ask<List<T>>(connection, {
        path: `${path}?${selection}`,
        signal,
      });
      lastAnswer = performance.now();
      const gone = known.filter((before) => !items.some((item) => isSame(item, before)));
      known = items;
      for (const object of gone) yield { exists: false, object };
      for (const object of items) yield { exists: true, object };
      const query = `${selection}&watch=1&timeoutSeconds=${WATCH_SECONDS}&resourceVersion=${metadata.resourceVersion}`;
      for await (const line of lines(connection, { path: `${path}?${query}`, signal })) {
        lastAnswer = performance.now();
        const event = JSON.parse(line) as WatchEvent<T>;
        // The version is too old to go on from: begin anew.
        if (event.type === "ERROR") break;
        if (event.type === "BOOKMARK") continue;
        const { object } = event;
        const exists = event.type !== "DELETED";
        known = [...known.filter((before) => !isSame(object, before)), ...(exists ? [object] : [])];
        yield { exists, object };
      }
    } catch (error) {
      if (over()) return;
      const refused = error instanceof StatusError && !isPassing(error.status);
      const silent = (performance.now() - lastAnswer) / 1000;
      if (refused || silent > PATIENCE_SECONDS) throw error;
      await pause(RETRY_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}

function isSame(a: Identified, b: Identified): boolean {
  return a.metadata?.uid === b.metadata?.uid;
}

/** Too busy, restarting, or a version that is no longer kept: asked again, the answer is another one. */
export function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 410;
}
