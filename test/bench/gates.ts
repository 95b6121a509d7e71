import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployed } from "../cluster/deployment/deployed.ts";
import { until } from "../cluster/until.ts";
import { onCluster } from "./on-cluster.ts";

const GATES = "components/release/gates/main.ts";
const ROUNDS = 2;

/** One update. */
export interface Update {
  readonly seconds: number;
  /** Those that were passed, in their order, and how long each took. None where none were asked. */
  readonly gates: readonly { readonly name: string; readonly seconds: number }[];
}

/** The same update without the gates and with them, once in each round. */
export interface Compared {
  readonly update: string;
  readonly without: readonly Update[];
  readonly with: readonly Update[];
}

/** What the gates add to a release. */
export interface GateFigures {
  /** What made the resources. */
  readonly by: string;
  readonly updates: readonly Compared[];
}

/** @returns why it cannot be measured, where it cannot. */
export function measureGates(say: (message: string) => void): Promise<GateFigures | string> {
  return onCluster("gates", say, async (deployed) => {
    const bench = new GateBench(deployed, say);
    return {
      by: deployed.deployment.by,
      updates: [await bench.first(), await bench.next(ROUNDS)],
    };
  });
}

class GateBench {
  readonly #deployed: Deployed;
  readonly #say: (message: string) => void;

  constructor(deployed: Deployed, say: (message: string) => void) {
    this.#deployed = deployed;
    this.#say = say;
  }

  /** From nothing, and once each: what comes first has a cluster that has never run any of it. */
  async first(): Promise<Compared> {
    const without = await this.#update("v1.0.0", false);
    await this.#deployed.deployment.destroy();
    await this.#gone();
    return {
      update: "v1.0.0, the first of all",
      without: [without],
      with: [await this.#update("v1.0.0", true)],
    };
  }

  /** With a migration. The one that was without gates in one round comes first in the next. */
  async next(rounds: number): Promise<Compared> {
    const compared = { without: [] as Update[], with: [] as Update[] };
    for (let round = 1; round <= rounds; round++) {
      for (const gates of round % 2 === 0 ? [true, false] : [false, true]) {
        await this.#back();
        compared[gates ? "with" : "without"].push(await this.#update("v1.1.0", gates));
      }
    }
    return { update: "v1.1.0, with a migration", ...compared };
  }

  async #update(version: string, gates: boolean): Promise<Update> {
    const { deployment } = this.#deployed;
    const program = gates
      ? join(import.meta.dirname, "../..", GATES)
      : join(import.meta.dirname, "no-gates-program.ts");
    copyFileSync(program, join(deployment.root, GATES));
    const start = performance.now();
    await this.#deployed.release(version);
    const seconds = (performance.now() - start) / 1000;
    this.#say(`${version} ${gates ? "with" : "without"} gates: ${seconds.toFixed(1)} s`);
    return { seconds, gates: gates ? await this.#passed(version) : [] };
  }

  async #passed(version: string): Promise<Update["gates"]> {
    const record = (await this.#deployed.records()).at(-1);
    // A gate that was not asked again would make the others look cheap.
    if (record?.version !== version || record.earlier.length > 0) {
      throw new Error(`${version} has not passed all of its gates in one attempt`);
    }
    return record.gates.map(({ name, milliseconds = NaN }) => ({
      name,
      seconds: milliseconds / 1000,
    }));
  }

  /** To the release before, without gates and with the schema of that time. */
  async #back(): Promise<void> {
    const { stack } = this.#deployed;
    if ((await stack.release()) === "v1.0.0") return;
    await stack.sql("ALTER TABLE task DROP COLUMN due_date");
    await stack.sql("DELETE FROM schema_migrations WHERE version = '0002_due_dates'");
    await this.#update("v1.0.0", false);
  }

  /** Volumes are let go of after their namespace. */
  async #gone(): Promise<void> {
    const { cluster } = this.#deployed;
    await until("the end of the namespaces", async () => {
      const names = await cluster.kubectl(["get", "namespaces", "--output=name"]);
      return /namespace\/(?:taskflow|monitoring)\n/.test(names) ? undefined : true;
    });
  }
}
