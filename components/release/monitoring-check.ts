import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand } from "./gate-command.ts";
import type { MonitoringInput } from "./monitoring/input.ts";

/** Arguments of {@link MonitoringCheck}. */
export interface MonitoringCheckArgs {
  /** What must be watched, and where that is asked. */
  readonly monitoring: pulumi.Input<MonitoringInput>;
}

/** Whether the release is watched, and the monitoring has nothing against it. It comes after the smoke test. */
export class MonitoringCheck extends pulumi.ComponentResource {
  constructor(name: string, args: MonitoringCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:MonitoringCheck", name, {}, opts);
    gateCommand(name, { gate: "monitoring", input: args.monitoring }, childOptions(this, opts));
    this.registerOutputs({});
  }
}
