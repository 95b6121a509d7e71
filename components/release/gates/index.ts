import { announceGates } from "./announce.ts";
import { backupGate } from "./backup.ts";
import { evidenceGate } from "./evidence.ts";
import type { Gate } from "./gate.ts";
import { migrateGate } from "./migrate.ts";
import { monitoringGate } from "./monitoring.ts";
import { readinessGate } from "./readiness.ts";
import { recordGate } from "./record.ts";
import { registryGate } from "./registry.ts";
import { rehearseGate } from "./rehearse.ts";
import { serviceGates } from "./services.ts";
import { smokeGate } from "./smoke.ts";

/** Every gate of a release, in the order in which they are passed. */
export const gates: readonly Gate<unknown, unknown>[] = [
  readinessGate,
  registryGate,
  ...serviceGates,
  evidenceGate,
  backupGate,
  rehearseGate,
  migrateGate,
  smokeGate,
  monitoringGate,
  recordGate,
  ...announceGates,
];
