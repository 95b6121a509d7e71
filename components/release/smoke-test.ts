import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { RecordPlace } from "./record/place.ts";
import type { SmokeGateInput } from "./smoke/gate-input.ts";

/** Arguments of {@link SmokeTest}. */
export interface SmokeTestArgs {
  /** What is tried, and what to go back to when it fails. */
  readonly smoke: pulumi.Input<SmokeGateInput>;
  /** Where it is recorded what becomes of it. */
  readonly record: pulumi.Input<RecordPlace>;
}

/**
 * Whether the release works where it now runs. It depends on everything that it tries, so it is no part of `Release`,
 * which what it tries depends on.
 */
export class SmokeTest extends pulumi.ComponentResource {
  /** What comes when the release works depends on these. */
  readonly passed: readonly command.local.Command[];

  constructor(name: string, args: SmokeTestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:SmokeTest", name, {}, opts);
    this.passed = [
      gateCommand(
        name,
        { gate: "smoke", input: args.smoke, record: args.record },
        childOptions(this, opts),
      ),
    ];
    this.registerOutputs({});
  }
}
