import { evidenceGate } from "./evidence.ts";
import type { Gate } from "./gate.ts";

/** Every gate of a release, in the order in which they are passed. */
export const gates: readonly Gate<unknown, unknown>[] = [evidenceGate];
