import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { RecordPlace } from "./record/place.ts";

/** Relative to the folder of the program's entry, where the engine starts commands: no path of a machine is in a diff. */
const PROGRAM = "../components/release/gates/main.ts";

/** Arguments of {@link gateCommand}. */
export interface GateCommandArgs<Input> {
  /** Name of the gate, as `gates/index.ts` lists it. */
  readonly gate: string;
  /**
   * What the gate is handed, as JSON without a secret. It is also what triggers it: the gate runs again exactly when
   * something in here is new, so nothing belongs in it that may change without a reason to ask again.
   */
  readonly input: pulumi.Input<Input>;
  /** Where it is recorded what becomes of it. Absent for gates that come when the record is closed. */
  readonly record?: pulumi.Input<RecordPlace>;
}

/**
 * A gate of the release as a resource. It runs in an update, never in a preview; when it refuses, the update fails with
 * what it says, whatever depends on it stays as it was, and the next update asks again.
 */
export function gateCommand<Input>(
  name: string,
  { gate, input, record }: GateCommandArgs<Input>,
  opts: pulumi.CustomResourceOptions,
): command.local.Command {
  return new command.local.Command(
    name,
    {
      // The program and its arguments, of which the gate is the last: there is no shell.
      interpreter: ["node", PROGRAM, ...(record === undefined ? [] : [asText(record)])],
      create: gate,
      stdin: asText(input),
      // What it prints is shown when it fails; the result is an output.
      logging: "none",
      addPreviousOutputInEnv: false,
    },
    opts,
  );
}

function asText<T>(value: pulumi.Input<T>): pulumi.Output<string> {
  return pulumi.output(value).apply((known) => JSON.stringify(known));
}

/** What a gate has returned. Unknown in a preview of one that is to run. */
export function resultOf<Result>(gate: command.local.Command): pulumi.Output<Result> {
  return gate.stdout.apply((text) => JSON.parse(text) as Result);
}
