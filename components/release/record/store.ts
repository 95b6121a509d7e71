import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod/mini";
import { shape } from "../evidence/shape.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { StatusError, ask } from "../kubernetes/request.ts";
import { isPassing } from "../kubernetes/watch.ts";

/** Labels of the objects that records consist of. */
export const LABELS = {
  kind: "taskflow.com/release-record",
  attempt: "taskflow.com/release-attempt",
  version: "taskflow.com/release-version",
} as const;

/** What an object of a record is: what became of one gate, all of an attempt that is over, or a signature below it. */
export type Kind = "entry" | "document" | "signature";

/** One object of a record. */
export interface Kept {
  /** What it is called: another of this name is refused. */
  readonly name: string;
  readonly kind: Kind;
  readonly attempt: string;
  readonly version: string;
  readonly content: object;
}

/** As it was found. */
export interface Found {
  readonly name: string;
  readonly attempt: string;
  readonly content: unknown;
}

/** Seconds that an API server is given which is being restarted. */
const PATIENCE_SECONDS = 20;
const RETRY_SECONDS = 2;

const list = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()),
        creationTimestamp: z.string(),
      }),
      data: z.object({ "record.json": z.string() }),
    }),
  ),
});

/** What is kept about releases in a namespace: objects that can be made and not be changed. */
export class RecordStore {
  readonly #connection: Connection;
  readonly #path: string;

  constructor(connection: Connection, namespace: string) {
    this.#connection = connection;
    this.#path = `/api/v1/namespaces/${namespace}/configmaps`;
  }

  /**
   * Makes an object.
   *
   * @returns false where there is one of this name already.
   */
  async add({ name, kind, attempt, version, content }: Kept): Promise<boolean> {
    const body = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name,
        labels: {
          "app.kubernetes.io/part-of": "taskflow",
          "app.kubernetes.io/component": "release",
          [LABELS.kind]: kind,
          [LABELS.attempt]: attempt,
          [LABELS.version]: version,
        },
      },
      immutable: true,
      data: { "record.json": JSON.stringify(content) },
    };
    try {
      await patiently(() => ask(this.#connection, { method: "POST", path: this.#path, body }));
      return true;
    } catch (error) {
      if (error instanceof StatusError && error.status === 409) return false;
      throw error;
    }
  }

  /** The objects of a kind in the order in which the API server has got them, of all releases or of one version. */
  async all(kind: Kind, version?: string): Promise<Found[]> {
    const selector = [
      `${LABELS.kind}=${kind}`,
      ...(version === undefined ? [] : [`${LABELS.version}=${version}`]),
    ].join(",");
    const path = `${this.#path}?labelSelector=${encodeURIComponent(selector)}`;
    const read = shape(list, await patiently(() => ask(this.#connection, { path })));
    if (!read.ok)
      throw new Error(`Records are not as they were written: ${read.problems[0] ?? ""}`);
    return read.value.items
      .map(({ metadata: { name, labels, creationTimestamp }, data }) => {
        const content: unknown = JSON.parse(data["record.json"]);
        return { name, attempt: labels[LABELS.attempt] ?? "", creationTimestamp, content };
      })
      .sort((a, b) => compare(a.creationTimestamp, b.creationTimestamp) || compare(at(a), at(b)))
      .map(({ name, attempt, content }) => ({ name, attempt, content }));
  }

  /** Removes objects. Those that are gone already are no matter. */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      try {
        await patiently(() =>
          ask(this.#connection, { method: "DELETE", path: `${this.#path}/${name}` }),
        );
      } catch (error) {
        if (!(error instanceof StatusError) || error.status !== 404) throw error;
      }
    }
  }
}

/** The server counts whole seconds only. */
function at({ content }: { readonly content: unknown }): string {
  return String((content as { at?: unknown }).at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function patiently<T>(request: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const refused = error instanceof StatusError && !isPassing(error.status);
      if (refused || performance.now() > end) throw error;
    }
    await pause(RETRY_SECONDS * 1000);
  }
}
