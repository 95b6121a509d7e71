import { backupGate } from "../gates/backup.ts";
import type { BackupInput } from "../gates/backup.ts";
import { smoked } from "../gates/smoke.ts";
import { lastWords, runTemplate, type TemplatePlace } from "../gates/template.ts";
import { RESTORE_VARIABLE } from "../../database/names.ts";
import type { RecordedGate } from "../record/document.ts";
import { roll } from "../rollout/roll.ts";
import { type Place, rolledOut } from "../rollout/take-back.ts";
import type { Restore } from "./restore.ts";
import { smokeInputOf } from "./smoke-input.ts";
import { type Work, doSteps } from "./steps.ts";
import type { LiveWorkloads, Target } from "./target.ts";
import { type Replicas, scale, untilStopped } from "./traffic.ts";

/** What is to be done. */
export interface RollbackArgs {
  readonly place: Place;
  readonly live: LiveWorkloads;
  readonly target: Target;
  /** How many pods each workload has when people are served again. */
  readonly replicas: Replicas;
  /** Whether nobody is served meanwhile. A restore needs it: who writes meanwhile would lose it. */
  readonly stopTraffic: boolean;
  readonly restore?: Restore & {
    /** How the present state is kept before. */
    readonly backup: BackupInput;
    readonly template: TemplatePlace;
  };
  /** What the smoke test was asked last; absent where nobody has recorded it. */
  readonly smoke: unknown;
}

/** Does the checklist's steps in their order. What each has come to is returned, and what fails is not thrown. */
export async function rollBack(args: RollbackArgs): Promise<RecordedGate[]> {
  const { place, target, live, replicas, restore, stopTraffic } = args;
  const names = target.moves.map(({ name }) => name);
  const stopped = stopTraffic || Object.values(live).some(isStopped);
  const work: Work = {
    ...(stopTraffic && {
      "stop-traffic": async (progress) => {
        await scale({ ...place, progress }, { backend: 0, frontend: 0 });
        await untilStopped(place);
      },
    }),
    "roll-back": async (progress) => {
      for (const { name, from, to } of target.moves) {
        if (!to) {
          progress(`${name} is at ${target.version} already`);
          continue;
        }
        progress(`${name}: from ${from ?? "another version"} to ${to.metadata?.name ?? ""}`);
        await roll(place.connection, live[name].deployment, to);
      }
    },
    "verify-rollout": async () => {
      await rolledOut(place, names);
    },
    ...(restore && {
      "restore-database": async (progress) => {
        progress("keeping the present state before");
        const kept = await backupGate.run(restore.backup, { progress });
        progress(`the present state is in ${kept.logical.location}`);
        await restored(restore, progress);
      },
    }),
    ...(stopped && {
      "enable-traffic": async (progress) => {
        await scale({ ...place, progress }, replicas);
        await rolledOut(place, names);
      },
    }),
    smoke: async (progress) => {
      const input = smokeInputOf(args.smoke, args, progress);
      const { refusals } = await smoked(place.connection, input, { progress });
      const [first] = refusals;
      if (first)
        throw new Error(refusals.map(({ item, problem }) => `${item}: ${problem}`).join("\n"));
      progress(`${target.version} works`);
    },
  };
  return doSteps(work, place.progress);
}

function isStopped({ deployment }: LiveWorkloads["backend"]): boolean {
  return deployment.spec?.replicas === 0;
}

async function restored(
  { from, words, template }: NonNullable<RollbackArgs["restore"]>,
  progress: (line: string) => void,
): Promise<void> {
  const run = await runTemplate(template, {
    reporters: [],
    env: { [RESTORE_VARIABLE]: from },
    temporary: true,
    progress,
  });
  if (run.succeeded) {
    progress(`the data are ${words}`);
    return;
  }
  const said = lastWords(run, template.cronJob).join(" | ");
  throw new Error(
    `The data could not be restored, and are as they were: ${[run.why, said].filter(Boolean).join(". It said last: ")}`,
  );
}
