import * as z from "zod/mini";
import { CONTAINERS } from "../../database/names.ts";
import { shaped } from "../evidence/shape.ts";
import { counted } from "../evidence/words.ts";
import { requireMigrations } from "../migration/template.ts";
import { readReport } from "../migration/report.ts";
import { type Migrated, verdict } from "../migration/verdict.ts";
import { type Gate, Refused } from "./gate.ts";
import { lastWords, runTemplate, templatePlace } from "./template.ts";

const input = z.strictObject({
  ...templatePlace,
  /** Of the migrations, as the template must have it. */
  image: z.string(),
  /** Of the release. */
  version: z.string(),
  withoutRowSecurity: z.array(z.string()),
  /** What the database is restored from when the migrations have to be undone. Without it there are none. */
  backup: z.exactOptional(z.strictObject({ id: z.string(), version: z.string() })),
  /** What they have made of a copy. */
  rehearsed: z.strictObject({
    version: z.string(),
    tables: z.array(z.string()),
    digest: z.exactOptional(z.string()),
  }),
});

export type MigrateInput = z.infer<typeof input>;

/** What the migrations have done. */
export interface MigrateResult extends Migrated {
  readonly job: string;
  /** What they can be undone with. */
  readonly backup: string;
}

/** Migrates the database, once and alone, and refuses what the schema should not have become. */
export const migrateGate: Gate<MigrateInput, MigrateResult> = {
  name: "migrate",
  checklist: ["step3.1", "step3.2", "step3.3", "step3.4", "step3.5", "db.5"],
  parse: (given) => shaped(input, given),
  run: async (given, { progress }) => {
    const backup = backupOf(given);
    const run = await runTemplate(given, {
      reporters: [CONTAINERS.guard],
      check: (template) => {
        requireMigrations(template, given.image);
      },
      progress,
    });
    const words = lastWords(run, CONTAINERS.migrations);
    const judged = verdict(
      {
        ...run,
        report: readReport(run.logs.get(CONTAINERS.guard) ?? []),
        // Where they have not begun, the guard says why.
        lastWords: words.length > 0 ? words : lastWords(run, CONTAINERS.guard),
      },
      given,
    );
    if (!judged.ok) throw new Refused(judged.refusals);
    const { migrated } = judged;
    for (const warning of migrated.warnings) {
      progress(`warning: ${warning} The release that serves may still need it as it was.`);
    }
    progress(`${counted(migrated.applied.length, "migration")} applied, now ${migrated.version}`);
    return { ...migrated, job: run.name, backup };
  },
};

/** @throws Refused when there is no backup of this run. */
function backupOf({ backup, version }: MigrateInput): string {
  if (backup?.version === version) return backup.id;
  const is = backup
    ? `The backup ${backup.id} was made before ${backup.version}.`
    : "There is no backup.";
  throw new Refused([
    {
      item: "step3.1",
      problem: `${is} Nothing is migrated without one that was made before ${version}.`,
      fix: "Let the gate `backup` run first.",
    },
  ]);
}
