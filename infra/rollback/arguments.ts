import { type CommandLine, readCommandLine, refusal } from "../command-line.ts";

export interface RollbackArguments {
  readonly stack: string;
  /** Version to go back to. Default: the newest that worked and is not what runs. */
  readonly to?: string;
  /** What the data are put back to; `undefined` in it is the default. Absent: they stay. */
  readonly restore?: { readonly from: string | undefined };
  readonly stopTraffic: boolean;
  readonly reason: string;
  readonly yes: boolean;
  /** File of the incident's draft. Default: `incident-ID.md` here. */
  readonly out?: string;
}

const usage =
  'npm run rollback -- --stack STACK --reason "…" [--to VERSION] [--restore-database[=BACKUP]] [--stop-traffic] [--yes] [--out FILE]';

export const help = `Goes back to a release that worked: both workloads together, and the data only when asked.

Usage: ${usage}

  --stack STACK         the stack; its configuration is Pulumi.STACK.yaml
  --reason "…"          why; it is recorded
  --to VERSION          the release to go back to, as v1.0.0
                        (default: the newest that worked, or the one before where that is what runs)
  --restore-database[=BACKUP]
                        put the data back too, when traffic is stopped and the present state is kept: to a logical copy
                        (taskflow_backup_….tar.gz), a backup (20260101-010203F) or an instant (2026-01-01T01:02:03Z)
                        (default: to before the migrations of the release that is undone)
  --stop-traffic        serve nobody meanwhile, also where the data stay
  --yes                 do not ask
  --out FILE            where the draft of the incident's report goes (default: incident-ID.md)
  --help                print this

It needs the cluster and nothing of Pulumi, and can be run again after whatever it was interrupted by.

Exit codes: 0 the release before works, 1 something has failed and is said, 2 bad configuration or usage, a right is
missing, or it was not confirmed, 3 any other failure.
`;

const options = {
  stack: { type: "string" },
  reason: { type: "string" },
  to: { type: "string" },
  "restore-database": { type: "optional" },
  "stop-traffic": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): RollbackArguments | "help" {
  const given = readCommandLine(line, options, usage);
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw refusal(`unexpected argument "${unexpected}"`, usage);
  if (given.flags.has("help")) return "help";
  // Of whatever is gone back from, nobody should have to guess which it was.
  const stack = valueOf(given, "stack");
  if (stack === undefined) throw refusal("--stack is missing", usage);
  const reason = valueOf(given, "reason");
  if (reason === undefined || reason.trim() === "") throw refusal("--reason is missing", usage);
  const to = valueOf(given, "to");
  const out = valueOf(given, "out");
  const from = valueOf(given, "restore-database");
  const restore = from !== undefined || given.flags.has("restore-database");
  return {
    stack,
    reason,
    ...(to !== undefined && { to }),
    ...(restore && { restore: { from } }),
    stopTraffic: given.flags.has("stop-traffic"),
    yes: given.flags.has("yes"),
    ...(out !== undefined && { out }),
  };
}

function valueOf({ values }: CommandLine, name: string): string | undefined {
  return values.get(name)?.[0];
}
