import type { Refusal } from "../gates/gate.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { mountedSecrets } from "../kubernetes/mounted-secrets.ts";
import type { Pod } from "../kubernetes/objects.ts";
import { begunIn } from "../kubernetes/pod.ts";
import { StatusError, ask, lines } from "../kubernetes/request.ts";
import { TEMPLATE_HASH } from "../../web/template-hash.ts";
import { type ContainerErrors, isError, judgeLogs } from "./error-lines.ts";
import type { MonitoringInput } from "./input.ts";

/** What the new pods have said to have gone wrong since then. */
export async function newPodsErrors(
  connection: Connection,
  { namespace, workloads }: Pick<MonitoringInput, "namespace" | "workloads">,
  since: Date,
): Promise<Refusal[]> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { items } = await ask<{ readonly items: readonly Pod[] }>(connection, { path });
  const errors: ContainerErrors[] = [];
  const hashes = Object.values(workloads).map(({ templateHash }) => templateHash);
  for (const pod of podsOf(items, hashes)) {
    const secrets = await mountedSecrets(connection, namespace, pod.spec ?? {});
    const name = pod.metadata?.name ?? "";
    for (const { name: container } of begunIn(pod)) {
      const found = await errorsIn(connection, `${path}/${name}/log?container=${container}`, since);
      if (found) {
        errors.push({ pod: name, container, ...found, first: secrets.mask(found.first) });
      }
    }
  }
  return judgeLogs(errors);
}

/** The pods of these templates. */
export function podsOf(pods: readonly Pod[], templateHashes: readonly string[]): Pod[] {
  return pods.filter(({ metadata }) =>
    templateHashes.includes(metadata?.annotations?.[TEMPLATE_HASH] ?? ""),
  );
}

async function errorsIn(
  connection: Connection,
  log: string,
  since: Date,
): Promise<Pick<ContainerErrors, "count" | "first"> | undefined> {
  let count = 0;
  let first: string | undefined;
  try {
    const path = `${log}&sinceTime=${since.toISOString()}`;
    for await (const line of lines(connection, { path })) {
      if (!isError(line)) continue;
      count += 1;
      first ??= line;
    }
  } catch (error) {
    // The pod has just gone.
    if (!(error instanceof StatusError) || error.status !== 404) throw error;
  }
  return first === undefined ? undefined : { count, first };
}
