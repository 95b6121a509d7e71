import type { Fault } from "./fault.ts";

const gate = "record";

export const recordFaults: readonly Fault[] = [
  {
    gate,
    fault: "the API server does not answer",
    outcome: "refused",
    says: ["it serves all the same", "The record", "could not be completed", "without any change"],
    mend: "bring it back",
    attempt: (scene) => scene.withoutApiServer(() => scene.run(gate)),
  },
];
