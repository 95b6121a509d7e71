import { existsSync } from "node:fs";
import type { Documentation } from "../../../components/release/evidence/predicates/documentation.ts";
import { Unusable } from "../../preview/failure.ts";

/** Documents that were changed, or why none had to be. */
export function documentation(changed: readonly string[], reason?: string): Documentation {
  const missing = changed.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Unusable(`${missing}: there is no such document`);
  return { changed: [...changed], ...(reason !== undefined && { noneNeeded: reason }) };
}
