import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand, resultOf } from "./gate-command.ts";
import type { EvidenceInput, EvidenceResult } from "./gates/evidence.ts";
import type { RecordPlace } from "./record/place.ts";

/** Arguments of {@link EvidenceCheck}. */
export interface EvidenceCheckArgs {
  /** What must be proven of the release. Absent where nothing is asked for: the gate is left out. */
  readonly evidence?: pulumi.Input<EvidenceInput>;
  /** Where it is recorded what becomes of it. */
  readonly record: pulumi.Input<RecordPlace>;
}

/** Whether CI has proven what a release must have, asked before the release changes anything. */
export class EvidenceCheck extends pulumi.ComponentResource {
  /** What needs it to be proven depends on these. */
  readonly passed: readonly command.local.Command[];
  /** What has changed, as the evidence has it from the changelog. Absent where it has not. */
  readonly notes: pulumi.Output<string | undefined>;

  constructor(name: string, args: EvidenceCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:EvidenceCheck", name, {}, opts);
    const { evidence, record } = args;
    const asked =
      evidence &&
      gateCommand(name, { gate: "evidence", input: evidence, record }, childOptions(this, opts));
    this.passed = asked ? [asked] : [];
    this.notes = asked
      ? resultOf<EvidenceResult>(asked).apply(({ notes }) => notes)
      : pulumi.output(undefined);
    this.registerOutputs({});
  }
}
