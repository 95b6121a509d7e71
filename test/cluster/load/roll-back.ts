import { json } from "node:stream/consumers";
import { connect } from "../../../components/release/kubernetes/connect.ts";
import { liveWorkload } from "../../../components/release/rollout/live.ts";
import { described, ownedBy } from "../../../components/release/rollout/serving.ts";
import { takeBack } from "../../../components/release/rollout/take-back.ts";

/*
 * Takes workloads back as the smoke test does, where the cluster is: reads a namespace and the version to go back to, and
 * writes what came of it.
 */

interface Asked {
  readonly namespace: string;
  readonly names: readonly string[];
  readonly version: string;
}

const { namespace, names, version } = (await json(process.stdin)) as Asked;
const connection = await connect();
const released = await Promise.all(
  names.map(async (name) => {
    const live = await liveWorkload(connection, namespace, name);
    const before = live && ownedBy(live.deployment, live.replicaSets).map(described);
    // What it is declared to be matters on the way forward alone.
    const declared = { templateHash: "", image: "" };
    return { name, ...declared, before: before?.find((each) => each.version === version) };
  }),
);
const progress = (line: string) => process.stderr.write(`${line}\n`);
const { meanwhile } = await takeBack({ connection, namespace, seconds: 300, progress }, released);
process.stdout.write(meanwhile);
