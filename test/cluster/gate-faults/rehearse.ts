import type { Fault } from "./fault.ts";
import { jobFaults } from "./job-faults.ts";

export const rehearseFaults: readonly Fault[] = jobFaults(
  "rehearse",
  /throwaway: .*restore command begin/,
);
