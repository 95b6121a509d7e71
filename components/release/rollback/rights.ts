import type { Connection } from "../kubernetes/connect.ts";
import { deniedIn } from "../readiness/denied.ts";
import { nameOf, rollbackRights } from "../readiness/rights.ts";

/**
 * Asks the API server for all that going back takes: found missing on the way, it would leave half of it done.
 *
 * @param restores whether the data are put back too.
 * @throws Error with everything that is missing.
 */
export async function requireRights(
  connection: Connection,
  namespace: string,
  restores: boolean,
): Promise<void> {
  const missing = await deniedIn(connection, namespace, rollbackRights(restores));
  if (missing.length === 0) return;
  throw new Error(
    `whoever goes back may not ${missing.map(nameOf).join(", ")} in namespace ${namespace}: nothing was done. Have it granted, or go back as somebody who may.`,
  );
}
