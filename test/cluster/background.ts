import { type ChildProcess, spawn } from "node:child_process";
import type { Cluster } from "./cluster.ts";

/** A program that runs beside a test, where the cluster is. It ends itself when its input does. */
export class Background {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #printed = "";

  constructor({ sandbox, environment }: Cluster, program: string, input: object) {
    const [file = "", ...args] = sandbox.enter([process.execPath, program]);
    this.#child = spawn(file, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#printed += text));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", resolve);
    });
    this.#child.stdin?.write(`${JSON.stringify(input)}\n`);
  }

  /** The whole lines that it has printed. */
  get lines(): string[] {
    return this.#printed.split("\n").slice(0, -1);
  }

  /** Lets it end. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const status = await this.#ended;
    if (status !== 0) throw new Error(`a program in the background ended with ${String(status)}`);
  }
}
