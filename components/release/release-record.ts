import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { gateCommand, resultOf } from "./gate-command.ts";
import type { RecordInput, RecordResult } from "./gates/record.ts";
import type { Recorded } from "./gates/run.ts";

/** Arguments of {@link ReleaseRecord}. */
export interface ReleaseRecordArgs {
  /** Where it is archived, and what was released. */
  readonly record: pulumi.Input<Omit<RecordInput, "results" | "passed">>;
  /** Every gate of the release, in their order. */
  readonly gates: readonly command.local.Command[];
}

/** Gates whose results are in the record. */
const SHOWN = ["evidence", "backup", "migrate"];

/** The record of the release, closed when it has passed every gate, and kept in the cluster and beside the backups. */
export class ReleaseRecord extends pulumi.ComponentResource {
  /** What comes when the release is recorded depends on these. */
  readonly passed: readonly command.local.Command[];
  readonly record: pulumi.Output<RecordResult>;

  constructor(name: string, args: ReleaseRecordArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:ReleaseRecord", name, {}, opts);
    const gates = pulumi.all(args.gates.map((gate) => pulumi.all([gate.create, gate.stdout])));
    const input = pulumi.all([args.record, gates]).apply(([record, passed]): RecordInput => ({
      ...record,
      results: Object.fromEntries(
        passed.flatMap(([gate = "", stdout]) =>
          SHOWN.includes(gate) ? [[gate, JSON.parse(stdout) as unknown]] : [],
        ),
      ),
      passed: passed.map(([gate = "", stdout]) => ({ gate, ...recordedIn(stdout) })),
    }));
    const asked = gateCommand(
      name,
      { gate: "record", input },
      { parent: this, dependsOn: [...args.gates] },
    );
    this.passed = [asked];
    this.record = resultOf<RecordResult>(asked);
    this.registerOutputs({ record: this.record });
  }
}

function recordedIn(stdout: string): Recorded {
  const { recorded } = JSON.parse(stdout) as { readonly recorded?: Recorded };
  return recorded ?? { problem: "nobody has recorded it" };
}
