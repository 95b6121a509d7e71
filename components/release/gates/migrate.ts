import * as z from "zod/mini";
import { CONTAINERS } from "../../database/names.ts";
import { shape } from "../evidence/shape.ts";
import { counted } from "../evidence/words.ts";
import { connect } from "../kubernetes/connect.ts";
import type { CronJob } from "../kubernetes/objects.ts";
import { ask } from "../kubernetes/request.ts";
import { runJob } from "../kubernetes/run-job.ts";
import { readReport } from "../migration/report.ts";
import { type Migrated, verdict } from "../migration/verdict.ts";
import { type Gate, Refused } from "./gate.ts";

const input = z.strictObject({
  /** Context of the kubeconfig. Absent: its current one. */
  context: z.exactOptional(z.string()),
  namespace: z.string(),
  /** Template of the Job. */
  cronJob: z.string(),
  /** Of the migrations, as the template must have it. */
  image: z.string(),
  /** Of the release. */
  version: z.string(),
  withoutRowSecurity: z.array(z.string()),
});

export type MigrateInput = z.infer<typeof input>;

/** What the migrations have done. */
export interface MigrateResult extends Migrated {
  readonly job: string;
}

/** A node that has the image begins in seconds; one that pulls it over a slow line in minutes. */
const START_SECONDS = 600;

/** Enough of a failed tool's words to see why. */
const LAST_LINES = 8;

/** Migrates the database, once and alone, and refuses what the schema should not have become. */
export const migrateGate: Gate<MigrateInput, MigrateResult> = {
  name: "migrate",
  checklist: ["step3.2", "step3.3", "step3.4", "step3.5", "db.5"],
  parse: (given) => {
    const read = shape(input, given);
    if (!read.ok) throw new Error(read.problems.join("; "));
    return read.value;
  },
  run: async (given, { progress }) => {
    const { namespace, cronJob: name, withoutRowSecurity } = given;
    const connection = await connect(given.context);
    const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`;
    const cronJob = await ask<CronJob>(connection, { path });
    requireImage(cronJob, given.image);
    const run = await runJob(connection, {
      cronJob,
      reporter: CONTAINERS.guard,
      progress,
      startSeconds: START_SECONDS,
    });
    const of = (container: string) => run.logs.get(container) ?? [];
    const words = of(CONTAINERS.migrations);
    const judged = verdict(
      {
        ...run,
        report: readReport(of(CONTAINERS.guard)),
        // Where they have not begun, the guard says why.
        lastWords: (words.length > 0 ? words : of(CONTAINERS.guard)).slice(-LAST_LINES),
      },
      { withoutRowSecurity },
    );
    if (!judged.ok) throw new Refused(judged.refusals);
    const { migrated } = judged;
    for (const warning of migrated.warnings) {
      progress(`warning: ${warning} The release that serves may still need it as it was.`);
    }
    progress(`${counted(migrated.applied.length, "migration")} applied, now ${migrated.version}`);
    return { ...migrated, job: run.name };
  },
};

/** What is in the cluster is what is about to be released, and not what somebody has put there since. */
function requireImage({ spec }: CronJob, image: string): void {
  const containers = spec?.jobTemplate.spec?.template.spec?.containers ?? [];
  const is = containers.find(({ name }) => name === CONTAINERS.migrations)?.image;
  if (is === image) return;
  throw new Error(
    `the cluster would run ${is ?? "nothing"} instead of ${image}. Run the update again.`,
  );
}
