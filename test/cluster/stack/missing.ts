import { existsSync } from "node:fs";
import { missing as missingForCluster } from "../missing.ts";

/** Why no images can be made and run on this machine, in words; nothing when they can. */
export function missing(): string | undefined {
  const reason = missingForCluster();
  if (reason !== undefined) return reason;
  return existsSync("/usr/sbin/debootstrap") ? undefined : "not installed: debootstrap (Debian)";
}
