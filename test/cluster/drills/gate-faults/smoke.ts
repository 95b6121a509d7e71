import type { Fault } from "./fault.ts";
import { removingTheJob } from "./job-faults.ts";
import { powerLoss } from "./power-loss.ts";

const gate = "smoke";
/** How a release is refused that was the first: of any other it says what serves again. */
const REFUSED =
  "the release is refused, and backend and frontend stay as they are: there is nothing to go back to";
/** When it tries the release itself. */
const BEGUN = /service: register /;

export const smokeFaults: readonly Fault[] = [
  powerLoss(gate, BEGUN),
  {
    gate,
    fault: "the API server does not answer",
    outcome: "undecided",
    says: ["could not be decided, so the release stops: connect ECONNREFUSED"],
    mend: "bring it back",
    attempt: (scene) => scene.withoutApiServer(() => scene.run(gate)),
  },
  {
    gate,
    fault: "PostgreSQL is down",
    outcome: "refused",
    says: [
      REFUSED,
      "post-func.1: register (service): POST /api/auth/register was answered with 500 instead of 201.",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "statefulset/postgres", () => scene.run(gate)),
  },
  {
    gate,
    fault: "PostgreSQL is killed in the midst of it",
    outcome: "refused",
    says: [REFUSED],
    mend: "wait until it is back",
    attempt: (scene) => scene.run(gate, { cue: { says: BEGUN, act: () => scene.killPostgres() } }),
  },
  {
    gate,
    fault: "the pooler is down",
    outcome: "refused",
    says: [REFUSED],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "deployment/pgbouncer", () => scene.run(gate)),
  },
  {
    gate,
    fault: "the frontend has no pod",
    outcome: "undecided",
    says: [
      "could not be decided, so the release stops: Service frontend has no ready pod.",
      "Meanwhile backend and frontend stay as they are: there is nothing to go back to",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "deployment/frontend", () => scene.run(gate)),
  },
  {
    gate,
    fault: "somebody deletes the Job of k6",
    outcome: "undecided",
    says: [
      ...["could not be decided, so the release stops: Job", "was removed before it had ended"],
      "Meanwhile backend and frontend stay as they are: there is nothing to go back to",
    ],
    attempt: (scene) => removingTheJob(scene, gate),
  },
];
