import type { SmokeInput } from "./input.ts";

const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

/** Milliseconds after which a limit that was spent is whole again. */
export function windowMilliseconds({ per }: SmokeInput["loginLimit"]): number {
  return MILLISECONDS[per];
}
