import { join } from "node:path";
import { ORIGIN } from "../../../fixtures/taskflow/stage.ts";
import { buildPrograms } from "../../build.ts";
import type { Cluster } from "../../cluster.ts";
import type { DeployedStack } from "../../deployment/stack.ts";
import { NETWORK } from "../../layout.ts";
import type { Result } from "../../machine.ts";
import { until } from "../../until.ts";

/** Of one visit there are seven requests: two cores serve them, beside whatever else is done to the cluster. */
const VISITS_PER_SECOND = 8;

/** No claim of "no request has failed" rests on fewer. */
export const LEAST_REQUESTS = 5000;

/** Where the visitors are. One address would share the edge's limit with the smoke test, and be refused by it. */
const SOURCES = { device: "node0", addresses: [11, 12, 13, 14].map((n) => `10.89.0.${n}`) };

const CONTROL = "127.0.0.1:6565";

/** What came of a load. */
export interface Figures {
  readonly requests: number;
  /** Answered with another status than is right, or not at all. */
  readonly failed: number;
  /** Answers of the right status that do not have what was written before. */
  readonly wrong: number;
  /** Visits that were not begun, since too many were under way. */
  readonly skipped: number;
  readonly seconds: number;
  /** The first that failed. */
  readonly problems: readonly string[];
}

/** Visitors of a site, by k6, from addresses of their own. */
export class Load {
  readonly #cluster: Cluster;
  readonly #stack: DeployedStack;
  readonly #k6: string;

  private constructor(cluster: Cluster, stack: DeployedStack, k6: string) {
    this.#cluster = cluster;
    this.#stack = stack;
    this.#k6 = k6;
  }

  static async create(cluster: Cluster, stack: DeployedStack): Promise<Load> {
    const { k6 } = await buildPrograms(["k6"]);
    const add = SOURCES.addresses.map(
      (each) => `ip address replace ${each}/24 dev ${SOURCES.device}`,
    );
    await cluster.sandbox.run(["bash", "-euc", add.join("\n")]);
    return new Load(cluster, stack, join(k6, "k6"));
  }

  /**
   * Works while the visitors come, and lets them come until there were enough of them.
   *
   * @param least requests that are enough
   * @throws Error of the work.
   */
  async during(work: () => Promise<unknown>, least = LEAST_REQUESTS): Promise<Figures> {
    const start = performance.now();
    const ended = this.#start();
    try {
      await this.#untilServed(1, ended);
      await work();
      await this.#untilServed(least, ended);
    } finally {
      await this.#stop();
    }
    const { stdout, stderr } = await ended;
    const seconds = Math.round((performance.now() - start) / 1000);
    const problems = stderr.split("\n").filter((line) => line.includes("level=error"));
    return { ...(JSON.parse(stdout) as Figures), seconds, problems: problems.slice(0, 10) };
  }

  async #start(): Promise<Result> {
    const options = [`--address=${CONTROL}`, `--local-ips=${SOURCES.addresses.join(",")}`];
    const command = [this.#k6, "run", "--quiet", "--no-usage-report", ...options];
    return this.#cluster.sandbox.try([...command, join(import.meta.dirname, "visits.ts")], {
      env: {
        ...this.#cluster.environment,
        ORIGIN,
        ADDRESS: NETWORK.node,
        VISITS_PER_SECOND: String(VISITS_PER_SECOND),
        SSL_CERT_FILE: await this.#stack.authority(),
      },
    });
  }

  async #untilServed(requests: number, ended: Promise<Result>): Promise<void> {
    const enough = async () => {
      const text = await this.#control("metrics/http_reqs");
      const { data } = JSON.parse(text) as { data: { attributes: { sample: { count: number } } } };
      return data.attributes.sample.count >= requests || undefined;
    };
    const early = ended.then(({ stderr }) => {
      throw new Error(`k6 has ended: ${stderr}`);
    });
    await Promise.race([until(`${requests} requests`, enough, { seconds: 900 }), early]);
  }

  /** What is under way is broken off, and counted neither as served nor as failed. */
  async #stop(): Promise<void> {
    const attributes = { stopped: true };
    const body = JSON.stringify({ data: { type: "status", id: "default", attributes } });
    await this.#control("status", "--request", "PATCH", "--data", body);
  }

  #control(path: string, ...options: readonly string[]): Promise<string> {
    const curl = ["curl", "--silent", "--show-error", "--fail", "--max-time", "30"];
    return this.#cluster.sandbox.run([...curl, ...options, `http://${CONTROL}/v1/${path}`]);
  }
}
