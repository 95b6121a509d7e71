import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { gateCommand, resultOf } from "./gate-command.ts";
import type { ReadinessResult, ServingBefore } from "./gates/readiness.ts";
import type { RegistryInput } from "./gates/registry.ts";
import type { ReadinessInput } from "./readiness/input.ts";
import type { RecordPlace } from "./record/place.ts";

/** Arguments of {@link Readiness}. */
export interface ReadinessArgs {
  /** What the cluster must have, and what is about to be released. */
  readonly readiness: pulumi.Input<ReadinessInput>;
  /** Images that must be in their registry. Absent where they are built on the machine: the gate is left out. */
  readonly registry?: pulumi.Input<RegistryInput>;
  /** Services outside that must answer: the gate that asks and what, by the name of the resource. Default: none. */
  readonly services?: Readonly<
    Record<string, { readonly gate: string; readonly input: pulumi.Input<unknown> }>
  >;
  /** Where it is recorded what becomes of them. */
  readonly record: pulumi.Input<RecordPlace>;
}

/** Whether the cluster, the registry and the services outside have what a release needs, asked before anything that needs it. */
export class Readiness extends pulumi.ComponentResource {
  /** What needs them to be ready depends on these. */
  readonly passed: readonly command.local.Command[];
  /** What serves before the release. */
  readonly serving: pulumi.Output<ServingBefore>;

  constructor(name: string, args: ReadinessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Readiness", name, {}, opts);
    const readiness = gateCommand(
      name,
      { gate: "readiness", input: args.readiness, record: args.record },
      childOptions(this, opts),
    );
    const outside = {
      ...(args.registry && { registry: { gate: "registry", input: args.registry } }),
      ...args.services,
    };
    const asked = Object.entries(outside).map(([service, question]) =>
      gateCommand(
        `${name}-${service}`,
        { ...question, record: args.record },
        { parent: this, dependsOn: readiness },
      ),
    );
    this.passed = [readiness, ...asked];
    this.serving = resultOf<ReadinessResult>(readiness).serving;
    this.registerOutputs({ serving: this.serving });
  }
}
