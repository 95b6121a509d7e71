import { filesOf, postgresSettings } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

/** Commands that say they have archived, and have not. */
const NOTHING = /^\s*(?:(?:\/usr)?(?:\/bin\/)?true|:|exit 0|\/bin\/echo.*|echo.*)?\s*$/;
const LONGEST_SECONDS = 3600;

const conf = (mode: string) =>
  configMap({
    "postgresql.conf": `archive_mode = ${mode}\narchive_timeout = 300\narchive_command = 'pgbackrest archive-push %p'\n`,
  });

export const postgresArchives: Rule = {
  name: "postgres-archives",
  title: "PostgreSQL archives its log without a pause, and does not trade safety for speed.",
  why: "Between two backups the log is all that a lost volume can be made whole from.",
  severity: "critical",
  checklist: ["db.9"],
  standards: {},
  fix: "Set archive_mode to on, archive_command to pgBackRest, and archive_timeout to the minutes that you can lose.",
  examples: { compliant: [conf("on")], violating: [conf("off")] },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource, /postgresql\.conf$/), function* ({ path, text }) {
      const settings = postgresSettings(text);
      const expected: readonly (readonly [string, (value: string) => boolean, string])[] = [
        ["archive_mode", (value) => /^(?:on|always)$/i.test(value), "on"],
        [
          "archive_command",
          (value) => !NOTHING.test(value) || (settings.get("archive_library") ?? "") !== "",
          "a command that archives",
        ],
        [
          "archive_timeout",
          (value) => seconds(value) > 0 && seconds(value) <= LONGEST_SECONDS,
          `1 to ${LONGEST_SECONDS} seconds`,
        ],
        ["wal_level", (value) => /^(?:replica|logical|)$/i.test(value), "replica"],
        ["fsync", (value) => !/^(?:off|false|no|0)$/i.test(value), "on"],
        ["full_page_writes", (value) => !/^(?:off|false|no|0)$/i.test(value), "on"],
      ];
      for (const [name, holds, right] of expected) {
        const value = settings.get(name);
        if (holds(value ?? "")) continue;
        const shown = name === "archive_command" ? "empty" : (value ?? "missing");
        yield { path, is: `${name} ${shown}`, must: `have ${name} = ${right}` };
      }
    }),
};

function seconds(value: string): number {
  const [, number, unit = "s"] = /^(\d{1,9})(s|min|h)?$/.exec(value) ?? [];
  return Number(number ?? 0) * (unit === "h" ? 3600 : unit === "min" ? 60 : 1);
}
