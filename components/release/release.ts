import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { EvidenceInput } from "./gates/evidence.ts";

/** Arguments of {@link Release}. */
export interface ReleaseArgs {
  /** What must be proven of the release. Absent where nothing is asked for: the gate is left out. */
  readonly evidence?: pulumi.Input<EvidenceInput>;
}

/** The gates that a release passes before anything of it is rolled out. */
export class Release extends pulumi.ComponentResource {
  /** What the new version depends on. */
  readonly passed: readonly pulumi.Resource[];

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Release", name, {}, opts);
    const child = childOptions(this, opts);
    this.passed = args.evidence
      ? [gateCommand(`${name}-evidence`, { gate: "evidence", input: args.evidence }, child)]
      : [];
    this.registerOutputs({});
  }
}
