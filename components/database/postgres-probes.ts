import type { types } from "@pulumi/kubernetes";
import { execProbe } from "../kubernetes/pod.ts";
import { DATABASE, PATHS } from "./names.ts";

type Probe = types.input.core.v1.Probe;

/** The file that the supervisor makes when the owner and the database are there. */
const BOOTSTRAPPED = `${PATHS.sockets}/bootstrapped`;

/** Crash recovery, or the restore of a lost volume, may take hours; killing it would begin it again. */
export function starting(): Probe {
  return execProbe(["test", "-e", BOOTSTRAPPED], { failureThreshold: 1440 });
}

/** Accepts sessions. */
export function ready(): Probe {
  return execProbe(["pg_isready", "--quiet", "--host", PATHS.sockets, "--dbname", DATABASE], {
    periodSeconds: 5,
    failureThreshold: 2,
  });
}

/** Answers at all. A server that refuses sessions, because it shuts down or recovers from a crash, is at work. */
export function alive(): Probe {
  return execProbe(["bash", "-c", `pg_isready --quiet --host ${PATHS.sockets}; (( $? < 2 ))`], {
    failureThreshold: 6,
  });
}
