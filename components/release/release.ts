import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { EvidenceInput } from "./gates/evidence.ts";
import type { MigrateInput } from "./gates/migrate.ts";

/** Arguments of {@link Release}. */
export interface ReleaseArgs {
  /** What must be proven of the release. Absent where nothing is asked for: the gate is left out. */
  readonly evidence?: pulumi.Input<EvidenceInput>;
  /** How the database is migrated. It comes after what its template comes after. */
  readonly migrate: pulumi.Input<MigrateInput>;
}

/** The gates that a release passes before anything of it is rolled out, each after the one before it. */
export class Release extends pulumi.ComponentResource {
  /** What the new version depends on. */
  readonly passed: readonly pulumi.Resource[];

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Release", name, {}, opts);
    const passed: command.local.Command[] = [];
    const ask = (gate: string, input: pulumi.Input<unknown>) => {
      const after =
        passed.length === 0 ? childOptions(this, opts) : { parent: this, dependsOn: [...passed] };
      passed.push(gateCommand(`${name}-${gate}`, { gate, input }, after));
    };
    if (args.evidence) ask("evidence", args.evidence);
    ask("migrate", args.migrate);
    this.passed = passed;
    this.registerOutputs({});
  }
}
