import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { ReadinessResult, ServingBefore } from "./gates/readiness.ts";
import type { ReadinessInput } from "./readiness/input.ts";

/** Arguments of {@link Readiness}. */
export interface ReadinessArgs {
  /** What the cluster must have, and what is about to be released. */
  readonly readiness: pulumi.Input<ReadinessInput>;
}

/** Whether the cluster has what a release needs, asked before anything that needs it. */
export class Readiness extends pulumi.ComponentResource {
  /** What needs the cluster to be ready depends on it. */
  readonly passed: pulumi.Resource;
  /** What serves before the release. */
  readonly serving: pulumi.Output<ServingBefore>;

  constructor(name: string, args: ReadinessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Readiness", name, {}, opts);
    const gate: command.local.Command = gateCommand(
      name,
      { gate: "readiness", input: args.readiness },
      childOptions(this, opts),
    );
    this.passed = gate;
    this.serving = gate.stdout.apply((text) => (JSON.parse(text) as ReadinessResult).serving);
    this.registerOutputs({ serving: this.serving });
  }
}
