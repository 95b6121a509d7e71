import { writeFileSync } from "node:fs";
import { messageOf } from "../../components/release/evidence/words.ts";
import { type Connection, connect } from "../../components/release/kubernetes/connect.ts";
import { WORKLOAD_NAMES } from "../../components/release/readiness/input.ts";
import { listed } from "../../components/release/record/list.ts";
import { RecordStore } from "../../components/release/record/store.ts";
import { incidentDraft } from "../../components/release/rollback/incident.ts";
import { missingFor } from "../../components/release/rollback/missing.ts";
import { type Observed, observe } from "../../components/release/rollback/observed.ts";
import {
  recordBegin,
  recordEnd,
  rollbackDocument,
} from "../../components/release/rollback/record.ts";
import { restoreOf } from "../../components/release/rollback/restore.ts";
import { requireRights } from "../../components/release/rollback/rights.ts";
import { rollBack } from "../../components/release/rollback/roll-back.ts";
import {
  type LiveWorkloads,
  type Target,
  targetOf,
} from "../../components/release/rollback/target.ts";
import { type News, tell } from "../../components/release/rollback/tell.ts";
import { replicasOf } from "../../components/release/rollback/traffic.ts";
import { liveWorkload } from "../../components/release/rollout/live.ts";
import { rollbackTemplates } from "../../stacks/rollback.ts";
import { print } from "../command-line.ts";
import { settingsOf } from "../config/settings-of.ts";
import { EXIT, Unusable } from "../preview/failure.ts";
import { help, parseArguments } from "./arguments.ts";
import { nextText, planText } from "./plan-text.ts";
import { confirm } from "./question.ts";

/** Seconds that a rollout may take. */
const ROLLOUT_SECONDS = 600;

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[], root: string): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  const { stack, reason } = args;
  const settings = settingsOf(root, stack);
  const templates = rollbackTemplates(settings);
  const { application: namespace, monitoring } = settings.cluster.namespaces;
  const { connection, live, store, records } = await usable(async () => {
    const connection = await connect(settings.cluster.context);
    await requireRights(connection, namespace, args.restore !== undefined);
    const store = new RecordStore(connection, namespace);
    return {
      connection,
      store,
      live: await liveIn(connection, namespace),
      records: await listed(store),
    };
  });
  const { target, restore, replicas } = await usable(async () => {
    const target = targetOf(live, records, args.to);
    await requireWhatPodsMount(connection, namespace, target);
    const restore = args.restore && restoreOf(args.restore.from, target.undoes, templates.physical);
    return { target, restore, replicas: await replicasOf({ connection, namespace }, live) };
  });
  const stopTraffic = args.stopTraffic || restore !== undefined;
  await print(`${planText(stack, target, { restore, stopTraffic })}\n\n`);
  if (target.moves.every(({ to }) => !to) && !restore && Object.values(live).every(isServed)) {
    throw new Unusable(`${target.version} is what runs: there is nothing to go back from`);
  }
  if (!args.yes) await confirm(`Go back to ${target.version}?`);

  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const begun = await recordBegin(connection, store, target, progress);
  const untold = await told(connection, templates.alertmanager, {
    ...{ stack, reason, version: target.version, record: begun.attempt },
    ...(target.undoes && { from: target.undoes.version }),
    runbookUrl: settings.monitoring.runbookUrl,
  });
  if (untold !== undefined) progress(`warning: nobody was told: ${untold}`);
  const bundled = settings.monitoring.type === "bundled" ? monitoring : undefined;
  const observed: Observed = await observe(
    connection,
    { application: namespace, monitoring: bundled },
    live,
  );
  const steps = await rollBack({
    place: { connection, namespace, seconds: ROLLOUT_SECONDS, progress },
    live,
    target,
    replicas,
    stopTraffic,
    ...(restore && { restore: { ...restore, ...templates.restore } }),
    smoke: records.findLast(({ smoke }) => smoke !== undefined)?.smoke,
  });
  const document = rollbackDocument(begun, { target, reason, restore, steps, end: new Date() });
  const out = args.out ?? `incident-${document.id}.md`;
  const unarchived = await recordEnd(store, templates.archive, begun, document, progress);
  if (unarchived !== undefined) {
    progress(
      `warning: record ${document.id} is in the cluster alone until the next release: ${unarchived}`,
    );
  }
  try {
    writeFileSync(out, incidentDraft(stack, document, target, observed));
  } catch (error) {
    progress(`warning: there is no draft of the incident's report: ${messageOf(error)}`);
  }
  await print(
    `${document.status}: record ${document.id}, draft of the incident's report ${out}\n${document.issues.map((issue) => `  ${issue}\n`).join("")}\n${nextText(stack, target)}`,
  );
  return document.status === "success" ? EXIT.fine : EXIT.blocked;
}

/** @returns why nobody was told, which keeps nobody from going back. */
async function told(
  connection: Connection,
  namespace: string | undefined,
  news: News,
): Promise<string | undefined> {
  if (namespace === undefined) return "the stack has no Alertmanager: tell them yourself";
  try {
    await tell(connection, namespace, news);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function liveIn(connection: Connection, namespace: string): Promise<LiveWorkloads> {
  const [backend, frontend] = await Promise.all(
    WORKLOAD_NAMES.map((name) => liveWorkload(connection, namespace, name)),
  );
  if (backend && frontend) return { backend, frontend };
  throw new Error(
    `There is no Deployment ${backend ? "frontend" : "backend"} in namespace ${namespace}: release a version with \`pulumi up\`.`,
  );
}

async function requireWhatPodsMount(
  connection: Connection,
  namespace: string,
  { moves, version }: Target,
): Promise<void> {
  for (const { name, to } of moves) {
    const missing = await missingFor(
      connection,
      namespace,
      to?.spec?.template?.spec ?? { containers: [] },
    );
    if (missing.length === 0) continue;
    throw new Error(
      `The pods of ${name} ${version} would not begin: ${missing.join(", ")} gone. Release ${version} with \`pulumi up\` instead.`,
    );
  }
}

function isServed({ deployment }: LiveWorkloads["backend"]): boolean {
  return deployment.spec?.replicas !== 0;
}

/** What is wrong before anything was done is for people. */
async function usable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable(messageOf(error));
  }
}
