import { join } from "node:path";
import { Background } from "../background.ts";
import type { Cluster } from "../cluster.ts";
import type { Received, ReceiverInput } from "../programs/receiver.ts";
import { RECEIVER } from "./settings.ts";

const PROGRAM = join(import.meta.dirname, "../programs/receiver.ts");

export type Alert = Received["message"]["alerts"][number];

/** Whom Alertmanager tells. */
export class Receiver {
  readonly #program: Background;

  constructor(cluster: Cluster) {
    this.#program = new Background(cluster, PROGRAM, RECEIVER satisfies ReceiverInput);
  }

  /** The alerts that were sent to a path. */
  alerts(path: string): Alert[] {
    return this.#program.lines
      .map((line) => JSON.parse(line) as Received)
      .filter((each) => each.path === `/${path}`)
      .flatMap(({ message }) => message.alerts);
  }

  async end(): Promise<void> {
    await this.#program.end();
  }
}
