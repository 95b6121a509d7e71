import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand, resultOf } from "./gate-command.ts";
import type { BackupInput, BackupResult } from "./gates/backup.ts";
import type { MigrateInput } from "./gates/migrate.ts";
import type { RehearseInput, RehearseResult } from "./gates/rehearse.ts";
import type { RecordPlace } from "./record/place.ts";

/** Arguments of {@link Release}. */
export interface ReleaseArgs {
  /** How the database is backed up. It comes after what its templates come after, as all that follow do. */
  readonly backup: pulumi.Input<BackupInput>;
  /** How that is tried on what the backup has. */
  readonly rehearse: pulumi.Input<Omit<RehearseInput, "backup">>;
  /** How the database is migrated. */
  readonly migrate: pulumi.Input<Omit<MigrateInput, "backup" | "rehearsed">>;
  /** Where it is recorded what becomes of them. */
  readonly record: pulumi.Input<RecordPlace>;
}

/** The gates that a release passes before anything of it is rolled out, each after the one before it. */
export class Release extends pulumi.ComponentResource {
  /** What the new version depends on. */
  readonly passed: readonly command.local.Command[];
  /** What the release can be undone with. */
  readonly backup: pulumi.Output<BackupResult>;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Release", name, {}, opts);
    const passed: command.local.Command[] = [];
    const ask = <Result>(gate: string, input: pulumi.Input<unknown>): pulumi.Output<Result> => {
      const after =
        passed.length === 0 ? childOptions(this, opts) : { parent: this, dependsOn: [...passed] };
      const asked = gateCommand(`${name}-${gate}`, { gate, input, record: args.record }, after);
      passed.push(asked);
      return resultOf<Result>(asked);
    };
    this.backup = ask<BackupResult>("backup", args.backup);
    const rehearsed = ask<RehearseResult>(
      "rehearse",
      pulumi
        .all([args.rehearse, this.backup])
        .apply(([rehearse, backup]): RehearseInput => ({ ...rehearse, backup: newestOf(backup) })),
    );
    ask(
      "migrate",
      pulumi
        .all([args.migrate, this.backup, rehearsed])
        .apply(([migrate, { id, version }, { schema }]): MigrateInput => ({
          ...migrate,
          backup: { id, version },
          rehearsed: { ...schema, tables: [...schema.tables] },
        })),
    );
    this.passed = passed;
    this.registerOutputs({ backup: this.backup });
  }
}

/** What is rehearsed with: the label in the last repository, which is off-site if any is, or the logical copy. */
function newestOf({ copies, logical }: BackupResult): string {
  return copies.at(-1)?.label ?? logical.file;
}
