import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { MonitoringInput } from "./monitoring/input.ts";
import type { RecordPlace } from "./record/place.ts";

/** Arguments of {@link MonitoringCheck}. */
export interface MonitoringCheckArgs {
  /** What must be watched, and where that is asked. */
  readonly monitoring: pulumi.Input<MonitoringInput>;
  /** Where it is recorded what becomes of it. */
  readonly record: pulumi.Input<RecordPlace>;
}

/** Whether the release is watched, and the monitoring has nothing against it. It comes after the smoke test. */
export class MonitoringCheck extends pulumi.ComponentResource {
  /** What comes when the release is watched depends on these. */
  readonly passed: readonly command.local.Command[];

  constructor(name: string, args: MonitoringCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:MonitoringCheck", name, {}, opts);
    this.passed = [
      gateCommand(
        name,
        { gate: "monitoring", input: args.monitoring, record: args.record },
        childOptions(this, opts),
      ),
    ];
    this.registerOutputs({});
  }
}
