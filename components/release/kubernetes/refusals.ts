import type { Connection } from "./connect.ts";
import type { Event } from "./objects.ts";
import { changes } from "./watch.ts";

/** Tells why no pod can be made of a Job, such as a quota that is used up: where there is no pod, none can say so. */
export async function followRefusals(
  connection: Connection,
  namespace: string,
  job: string,
  signal: AbortSignal,
  told: (reason: string) => void,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/events`;
  const of = `involvedObject.kind=Job,involvedObject.name=${job},reason=FailedCreate`;
  for await (const { exists, object } of changes<Event>(
    connection,
    path,
    `fieldSelector=${encodeURIComponent(of)}`,
    signal,
  )) {
    if (exists && object.message !== undefined) told(object.message);
  }
}
