import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { WireObject } from "../../../infra/preview/engine/wire.ts";

/** What is kept of a resource from one update to the next. */
export interface Kept {
  readonly type: string;
  readonly inputs: WireObject;
  readonly outputs: WireObject;
  /** Whether it stays when it is declared no longer. */
  readonly retained: boolean;
}

/** Everything that was made, by URN, in the order in which it was made. */
export class State {
  readonly #file: string;
  readonly #kept: Map<string, Kept>;

  constructor(file: string) {
    this.#file = file;
    const text = existsSync(file) ? readFileSync(file, "utf8") : "[]";
    this.#kept = new Map(JSON.parse(text) as [string, Kept][]);
  }

  get(urn: string): Kept | undefined {
    return this.#kept.get(urn);
  }

  /** Kept at once: what was made must be known even when the update is killed. */
  set(urn: string, kept: Kept): void {
    this.#kept.set(urn, kept);
    this.#write();
  }

  delete(urn: string): void {
    this.#kept.delete(urn);
    this.#write();
  }

  /** The newest first, which is the order to take away in. */
  get newestFirst(): [string, Kept][] {
    return [...this.#kept].reverse();
  }

  #write(): void {
    // Generated passwords are in there.
    writeFileSync(this.#file, JSON.stringify([...this.#kept]), { mode: 0o600 });
  }
}
