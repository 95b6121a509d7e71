import type { Fault } from "./fault.ts";
import { powerLoss } from "./power-loss.ts";

const gate = "smoke";
/** When it tries the release itself. */
const BEGUN = /service: register /;

export const smokeFaults: readonly Fault[] = [
  powerLoss(gate, BEGUN),
  {
    gate,
    fault: "the API server does not answer",
    outcome: "undecided",
    says: ["could not be decided, so the release stops:", "ECONNREFUSED"],
    mend: "bring it back",
    attempt: (scene) => scene.withoutApiServer(() => scene.run(gate)),
  },
  {
    gate,
    fault: "PostgreSQL is down",
    outcome: "refused",
    says: ["the release is refused", "post-func.1: register (service)", "answered with 500"],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "statefulset/postgres", () => scene.run(gate)),
  },
  {
    gate,
    fault: "PostgreSQL is killed in the midst of it",
    outcome: "refused",
    says: ["the release is refused"],
    attempt: (scene) => scene.run(gate, { cue: { says: BEGUN, act: () => scene.killPostgres() } }),
  },
  {
    gate,
    fault: "the pooler is down",
    outcome: "refused",
    says: ["the release is refused"],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "deployment/pgbouncer", () => scene.run(gate)),
  },
  {
    gate,
    fault: "the frontend has no pod",
    outcome: "undecided",
    says: [
      "could not be decided, so the release stops: Service frontend has no ready pod",
      "stay as they are",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "deployment/frontend", () => scene.run(gate)),
  },
];
