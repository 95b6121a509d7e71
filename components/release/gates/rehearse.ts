import * as z from "zod/mini";
import { CONTAINERS } from "../../database/names.ts";
import { shaped } from "../evidence/shape.ts";
import { counted } from "../evidence/words.ts";
import { readReport } from "../migration/report.ts";
import { requireMigrations } from "../migration/template.ts";
import { readThrowawayReport } from "../rehearsal/report.ts";
import { type Rehearsal, rehearsal } from "../rehearsal/verdict.ts";
import type { Gate } from "./gate.ts";
import { lastWords, runTemplate, templatePlace } from "./template.ts";

const input = z.strictObject({
  ...templatePlace,
  /** Of the migrations, as the template must have it. */
  image: z.string(),
  /** Of the release. */
  version: z.string(),
  withoutRowSecurity: z.array(z.string()),
  /** Of this run, as the restored server will call it. */
  backup: z.string(),
  /** Whether the restored server is of the same kind as the live one. */
  sameServer: z.boolean(),
});

export type RehearseInput = z.infer<typeof input>;

export interface RehearseResult extends Rehearsal {
  readonly job: string;
}

/** Restores the backup of this run and migrates that, so that nothing is seen for the first time on the live database. */
export const rehearseGate: Gate<RehearseInput, RehearseResult> = {
  name: "rehearse",
  checklist: ["db.1", "db.5", "step2.2"],
  parse: (given) => shaped(input, given),
  run: async (given, { progress }) => {
    const run = await runTemplate(given, {
      reporters: [CONTAINERS.throwaway, CONTAINERS.guard],
      temporary: true,
      check: (template) => {
        requireMigrations(template, given.image);
      },
      progress,
    });
    const throwaway = readThrowawayReport(run.logs.get(CONTAINERS.throwaway) ?? []);
    // Where the migrations have not begun, the guard says why, or the server that it found nobody on.
    const words = [CONTAINERS.migrations, CONTAINERS.guard, CONTAINERS.throwaway]
      .map((container) => lastWords(run, container))
      .find((lines) => lines.length > 0);
    const shown = rehearsal(
      {
        ...run,
        throwaway,
        report: readReport(run.logs.get(CONTAINERS.guard) ?? []),
        lastWords: (throwaway.restored ? words : lastWords(run, CONTAINERS.throwaway)) ?? [],
      },
      given,
    );
    for (const warning of shown.warnings) {
      progress(`warning: ${warning} The release that serves may still need it as it was.`);
    }
    for (const { table, mode, milliseconds } of shown.locks) {
      progress(`${mode} on ${table} for ${milliseconds} ms`);
    }
    for (const { table, bytes } of shown.rewrites) {
      progress(`warning: Table ${table} with ${bytes} bytes is written anew.`);
    }
    const { seconds, applied, restoredSeconds, backup } = shown;
    progress(
      `${backup} restored in ${restoredSeconds} s, ${counted(applied.length, "migration")} in ${seconds} s`,
    );
    return { ...shown, job: run.name };
  },
};
