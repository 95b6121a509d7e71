import { backupFaults } from "./backup.ts";
import type { Fault } from "./fault.ts";
import { migrateFaults } from "./migrate.ts";
import { monitoringFaults } from "./monitoring.ts";
import { readinessFaults } from "./readiness.ts";
import { recordFaults } from "./record.ts";
import { rehearseFaults } from "./rehearse.ts";
import { serviceFaults } from "./services.ts";
import { smokeFaults } from "./smoke.ts";

/** Everything that goes wrong, in the order of the gates. */
export const faults: readonly Fault[] = [
  ...readinessFaults,
  ...serviceFaults,
  ...backupFaults,
  ...rehearseFaults,
  ...migrateFaults,
  ...smokeFaults,
  ...monitoringFaults,
  ...recordFaults,
];
