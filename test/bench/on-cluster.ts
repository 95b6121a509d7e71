import { Deployed } from "../cluster/deployment/deployed.ts";
import { slowAnswers } from "../cluster/deployment/settings.ts";
import { missing } from "../cluster/stack/missing.ts";

/**
 * Measures something on a cluster on which nothing is deployed yet, and which is gone afterwards.
 *
 * @returns why it cannot be measured, where it cannot.
 */
export async function onCluster<T>(
  what: string,
  say: (message: string) => void,
  work: (deployed: Deployed) => Promise<T>,
): Promise<T | string> {
  const reason = missing();
  if (reason !== undefined) {
    say(`${what} are not measured: ${reason}`);
    return reason;
  }
  const deployed = await Deployed.prepare(what, [slowAnswers]);
  if (!deployed) throw new Error("there is no cluster");
  try {
    return await work(deployed);
  } finally {
    await deployed.end();
  }
}
