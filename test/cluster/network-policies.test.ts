import assert from "node:assert/strict";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { buildPrograms } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import {
  type Addresses,
  type Connection,
  NAMESPACE,
  NEIGHBOURS,
  PARTIES,
  TRIALS,
  connections,
  nobody,
  policy,
  server,
} from "./connections.ts";
import { missing } from "./missing.ts";
import { sharedCluster } from "./shared.ts";
import { TRIAL_IMAGE } from "./trial.ts";
import { until } from "./until.ts";

const inNamespace = `--namespace=${NAMESPACE}`;

describe("network policies of the cluster", () => {
  let cluster: Cluster | undefined;
  let addresses: Addresses;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`network policies skipped: ${reason}\n`);
      this.skip();
    }
    cluster = await sharedCluster();
    const { trial } = await buildPrograms(["trial"]);
    await cluster.provide({ reference: TRIAL_IMAGE, program: join(trial, "trial") });
    await cluster.apply(PARTIES);
    addresses = {
      client: await addressOf("client", NAMESPACE),
      server: await addressOf("server", NAMESPACE),
      stranger: await addressOf("stranger", NEIGHBOURS),
      service: await field("service/server", NAMESPACE, "{.spec.clusterIP}"),
    };
  });

  after(async () => {
    await cluster?.kubectl(["delete", "namespace", NAMESPACE, NEIGHBOURS]);
  });

  for (const { title, policies, open } of TRIALS) {
    it(title, async () => {
      await cluster?.apply(
        Object.entries(policies(addresses)).map(([name, spec]) => policy(name, spec)),
      );
      const expected = [...open].sort();
      let last: string[] = [];
      // A policy holds a moment after it was made.
      const asExpected = async () => {
        last = (await opened()).sort();
        return isDeepStrictEqual(last, expected) || undefined;
      };
      await until(title, asExpected, { seconds: 20 }).catch(() => undefined);
      assert.deepEqual(last, expected);
      await kubectl("delete", "networkpolicies", "--all", inNamespace);
    });
  }

  it("lets the node ask a pod that nobody may reach whether it is ready", async () => {
    await cluster?.apply([policy("nobody", nobody), server("late", NAMESPACE)]);
    await addressOf("late", NAMESPACE);
    await kubectl("delete", "networkpolicies", "--all", inNamespace);
  });

  /** The names of those that can be opened now. */
  async function opened(): Promise<string[]> {
    const all = Object.entries(connections(addresses));
    const results = await Promise.all(
      all.map(async ([name, each]) => ((await opens(each)) ? [name] : [])),
    );
    return results.flat();
  }

  async function opens({ from, to }: Connection): Promise<boolean> {
    const url = `http://${from}:8080/dial?address=${to}`;
    const curl = ["curl", "--silent", "--fail", "--max-time", "5", url];
    const result = await cluster?.sandbox.try(curl);
    return result?.status === 0;
  }

  async function addressOf(pod: string, namespace: string): Promise<string> {
    const condition = ["--for=condition=Ready", "--timeout=60s"];
    await kubectl("wait", `pod/${pod}`, `--namespace=${namespace}`, ...condition);
    return field(`pod/${pod}`, namespace, "{.status.podIP}");
  }

  async function field(object: string, namespace: string, jsonpath: string): Promise<string> {
    return kubectl("get", object, `--namespace=${namespace}`, `--output=jsonpath=${jsonpath}`);
  }

  async function kubectl(...args: readonly string[]): Promise<string> {
    assert.ok(cluster);
    return cluster.kubectl(args);
  }
});
