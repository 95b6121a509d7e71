import { lookup } from "node:dns/promises";
import { shaped } from "../evidence/shape.ts";
import { messageOf } from "../evidence/words.ts";
import { type K6Figures, readK6Report } from "../k6/report.ts";
import { K6_ITEMS, k6Verdict } from "../k6/verdict.ts";
import { type Connection, connect } from "../kubernetes/connect.ts";
import { mountedSecrets } from "../kubernetes/mounted-secrets.ts";
import { type Forwarded, forwardService } from "../kubernetes/port-forward.ts";
import { liveWorkload } from "../rollout/live.ts";
import { type Place, rollForward, rolledOut, takeBack } from "../rollout/take-back.ts";
import { signerOf, smokeUser } from "../smoke/from-cluster.ts";
import { type SmokeGateInput, smokeGateInput } from "../smoke/gate-input.ts";
import type { EdgeTarget, Target } from "../smoke/input.ts";
import { SMOKE_ITEMS } from "../smoke/plan.ts";
import type { TargetResult } from "../smoke/run-target.ts";
import { smoke } from "../smoke/smoke.ts";
import { type Gate, type GateContext, Refused } from "./gate.ts";
import { lastWords, runTemplate } from "./template.ts";

/** What every target has shown. */
export interface SmokeResult {
  readonly targets: readonly TargetResult[];
  /** What k6 has measured, where it is configured. */
  readonly k6?: K6Figures;
}

/**
 * Tries the release where it runs, past the edge and through it, at last under the load of k6, and takes it back when it
 * fails: both workloads, to what served before.
 */
export const smokeGate: Gate<SmokeGateInput, SmokeResult> = {
  name: "smoke",
  checklist: [...new Set([...SMOKE_ITEMS, ...K6_ITEMS])],
  parse: (given) => shaped(smokeGateInput, given),
  run: async (input, context) => {
    const connection = await connect(input.context);
    const { namespace, rolloutSeconds: seconds, workloads } = input;
    const place: Place = { connection, namespace, seconds, progress: context.progress };
    const released = Object.values(workloads).map(({ before, ...declared }) => ({
      ...declared,
      before,
    }));
    const lost = await rollForward(place, released);
    if (lost.length > 0) throw new Refused(lost.map(notDeclared));
    try {
      await rolledOut(
        place,
        released.map(({ name }) => name),
      );
      const { targets, refusals } = await smoked(connection, input, context);
      if (refusals.length > 0) throw new Refused(refusals);
      const k6 = input.k6 && (await underLoad(input, input.k6, context));
      return { targets, ...(k6 && { k6 }) };
    } catch (error) {
      const { meanwhile, isBack } = await takeBack(place, released).catch((problem: unknown) => ({
        meanwhile: `it could not be taken back: ${messageOf(problem)}`,
        isBack: false,
      }));
      if (error instanceof Refused) throw new Refused(error.refusals, meanwhile, isBack);
      // What could not be tried is not known to work.
      throw new Error(`${messageOf(error)} Meanwhile ${meanwhile}.`, { cause: error });
    }
  },
};

function notDeclared(name: string) {
  return {
    item: "step4.7",
    problem: `Deployment ${name} is not what is declared, and no ReplicaSet of it is.`,
    fix: "Run `pulumi up --refresh`, which declares it anew.",
  };
}

/** Tries what runs, past the edge and through it. */
export async function smoked(
  connection: Connection,
  input: SmokeGateInput,
  { progress }: GateContext,
): ReturnType<typeof smoke> {
  const { namespace, workloads } = input;
  const user = await smokeUser(connection, { namespace, name: input.user.secretName });
  const backend = await liveWorkload(connection, namespace, workloads.backend.name);
  const pod = backend?.deployment.spec?.template.spec ?? { containers: [] };
  const secrets = await mountedSecrets(connection, namespace, pod);
  secrets.add("password of the smoke user", user.password);
  const forwarded: Forwarded[] = [];
  const forward = async ({ service }: SmokeGateInput["workloads"]["backend"]) => {
    const opened = await forwardService(connection, { namespace, ...service }, progress);
    forwarded.push(opened);
    return `http://127.0.0.1:${opened.port}`;
  };
  try {
    const targets: Target[] = [
      {
        name: "service",
        api: await forward(workloads.backend),
        pages: await forward(workloads.frontend),
      },
      ...(input.edge ? [await edgeTarget(connection, namespace, input.edge)] : []),
    ];
    return await smoke({ ...input, targets }, { user, secrets, progress });
  } finally {
    for (const each of forwarded) each.close();
  }
}

/** Has k6 ask as many users would, from a pod of the cluster. */
async function underLoad(
  { limits, ...place }: SmokeGateInput,
  { cronJob, requestsPerSecond }: NonNullable<SmokeGateInput["k6"]>,
  { progress }: GateContext,
): Promise<K6Figures> {
  const run = await runTemplate(
    { ...place, cronJob },
    {
      // The container is called as its CronJob.
      reporters: [cronJob],
      // All that it has said is in the record, and one that has failed would be told by an alert for as long as it is there.
      temporary: true,
      progress,
    },
  );
  const figures = k6Verdict(
    {
      ...run,
      figures: readK6Report(run.logs.get(cronJob) ?? []),
      lastWords: lastWords(run, cronJob),
    },
    { ...limits, requestsPerSecond },
  );
  progress(
    `k6: ${Math.round(figures.requestsPerSecond)} requests a second, p95 ${Math.round(figures.p95Milliseconds)} ms`,
  );
  return figures;
}

async function edgeTarget(
  connection: Connection,
  namespace: string,
  { host, address, certificateSecret }: NonNullable<SmokeGateInput["edge"]>,
): Promise<EdgeTarget> {
  const origin = `https://${host}`;
  return {
    name: "edge",
    api: origin,
    pages: origin,
    http: `http://${host}`,
    ...(address !== undefined && { address: (await lookup(address)).address }),
    ...(certificateSecret !== undefined && {
      ca: await signerOf(connection, { namespace, name: certificateSecret }),
    }),
  };
}
