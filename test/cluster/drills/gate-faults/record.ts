import type { Fault } from "./fault.ts";

const gate = "record";

export const recordFaults: readonly Fault[] = [
  {
    gate,
    fault: "the API server does not answer",
    outcome: "refused",
    says: [
      "it serves all the same: it has passed every gate before, and only its record is incomplete.",
      ...["The record", "could not be completed: connect ECONNREFUSED"],
      "See what is in its way, and run `pulumi up` again without any change: that repeats the record alone.",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.withoutApiServer(() => scene.run(gate)),
  },
];
