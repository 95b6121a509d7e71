import { BACKUP_ANEW } from "../backup/anew.ts";
import type { Refusal } from "../gates/gate.ts";
import { some } from "../evidence/words.ts";
import type { JobEnd } from "../kubernetes/job.ts";
import { changesBetween } from "./changes.ts";
import { contractions } from "./contractions.ts";
import type { GuardReport, Holder } from "./report.ts";
import { rowSecurityProblems } from "./row-security.ts";
import { type Schema, digestOf, tablesOf, versionOf } from "./schema.ts";

/** How migrations went. */
export interface Ran extends JobEnd {
  readonly report: GuardReport;
  /** The last that the migrations have said. */
  readonly lastWords: readonly string[];
}

/** What the schema must be afterwards. */
export interface Wanted {
  /** Tables that need no row security, because they hold nothing of a tenant. */
  readonly withoutRowSecurity: readonly string[];
  /** What the same migrations made of a copy of the same database. Absent where that is what is tried now. */
  readonly rehearsed?: Rehearsed;
}

/** What a rehearsal made of the schema. */
export type Rehearsed = Omit<SchemaFacts, "digest"> &
  // Another server's definitions may read otherwise and mean the same.
  Partial<Pick<SchemaFacts, "digest">>;

/** What is kept of a schema. */
export interface SchemaFacts {
  /** Newest in `schema_migrations`. */
  readonly version: string;
  readonly tables: readonly string[];
  /** See {@link digestOf}. */
  readonly digest: string;
}

/** Migrations that went as they should. */
export interface Migrated extends SchemaFacts {
  /** Before them; absent where they were the first. */
  readonly versionBefore?: string;
  /** Instant before them: what the database is restored to when they have to be undone. */
  readonly before: string;
  readonly after: string;
  readonly applied: readonly string[];
  /** What would break the release that still serves. */
  readonly warnings: readonly string[];
}

export type Verdict =
  | { readonly ok: true; readonly migrated: Migrated }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * Judges migrations by what the guard saw of the schema, and not by what they say of themselves.
 *
 * @throws Error where that cannot be told.
 */
export function verdict(ran: Ran, wanted: Wanted): Verdict {
  const { report, lastWords } = ran;
  if (report.refused) return refused(busy(report.refused.holder));
  const { before, after } = report;
  if (report.lost || !before || !after) {
    throw new Error(
      `the lock was not held from beginning to end, so the schema may have been changed by others. ${said(lastWords)} ` +
        "See what schema_migrations lists before the next run.",
    );
  }
  if (!ran.succeeded) return refused(failed(ran, before, after));
  const refusals = [...unexpected(after, wanted.rehearsed), ...unprotected(after, wanted)];
  if (refusals.length > 0) return { ok: false, refusals };
  const version = versionOf(after) ?? "";
  const versionBefore = versionOf(before);
  return {
    ok: true,
    migrated: {
      ...(versionBefore !== undefined && { versionBefore }),
      version,
      before: before.at,
      after: after.at,
      applied: after.versions.filter((each) => !before.versions.includes(each)),
      tables: tablesOf(after),
      digest: digestOf(after),
      warnings: contractions(before, after),
    },
  };
}

function refused(refusal: Refusal): Verdict {
  return { ok: false, refusals: [refusal] };
}

function busy(holder: Holder | null): Refusal {
  const { login, address, since } = holder ?? {};
  const who = [
    login && ` as ${login}`,
    address && ` from ${address}`,
    since && ` since ${since}`,
  ].filter(Boolean);
  return {
    item: "step3.3",
    problem: `Somebody else migrates this database${who.join("")}.`,
    fix: "Wait until they have ended, and run the update again.",
  };
}

function failed(ran: Ran, before: Schema, after: Schema): Refusal {
  const why = [ran.why && `${ran.why}.`, said(ran.lastWords)].filter(Boolean).join(" ");
  const changed = changesBetween(before, after);
  if (changed.length === 0) {
    return {
      item: "step3.3",
      problem: `The migrations failed: ${why} The schema is what it was, at ${versionOf(before) ?? "no version"}.`,
      fix: "Correct them in a new version of their image. Where another session was in their way, end that, and run the update again.",
    };
  }
  return {
    item: "step3.5",
    problem: `The migrations failed: ${why} They have left the schema changed: ${some(changed)}.`,
    fix: `See whether the release that serves can live with it; if not, restore the database to ${before.at}.`,
  };
}

function said(lines: readonly string[]): string {
  return lines.length === 0 ? "They said nothing." : `They said last: ${lines.join(" | ")}`;
}

function unexpected(after: Schema, rehearsed: Rehearsed | undefined): Refusal[] {
  const version = versionOf(after);
  const refusal = (problem: string): Refusal[] => [
    {
      item: "step3.4",
      problem,
      fix: `Find out who else changes the schema, and rehearse again: ${BACKUP_ANEW}.`,
    },
  ];
  if (version === undefined) {
    return refusal("The migrations have succeeded, but schema_migrations lists no version.");
  }
  if (!rehearsed) return [];
  if (version !== rehearsed.version) {
    return refusal(
      `The schema is at ${version}, and in the rehearsal it was ${rehearsed.version}.`,
    );
  }
  const tables = tablesOf(after);
  const more = tables.filter((name) => !rehearsed.tables.includes(name));
  const fewer = rehearsed.tables.filter((name) => !tables.includes(name));
  if (more.length + fewer.length > 0) {
    return refusal(
      `The tables are not those of the rehearsal: ${some([...more, ...fewer])} in one of both only.`,
    );
  }
  return rehearsed.digest === undefined || digestOf(after) === rehearsed.digest
    ? []
    : refusal("The tables are those of the rehearsal, but not all that is in them.");
}

function unprotected(after: Schema, { withoutRowSecurity }: Wanted): Refusal[] {
  return rowSecurityProblems(after, withoutRowSecurity).map((problem) => ({
    item: "db.5",
    problem,
    fix: "Enable and force it in a migration, or name the table in migrations.withoutRowSecurity.",
  }));
}
