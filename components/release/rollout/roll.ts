import type { Deployment, ReplicaSet } from "../kubernetes/objects.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { ask } from "../kubernetes/request.ts";
import { changes } from "../kubernetes/watch.ts";
import { progressOf } from "./progress.ts";
import { withTemplateOf } from "./template.ts";

/** Begins to roll a Deployment to the template of one of its ReplicaSets. */
export async function roll(
  connection: Connection,
  deployment: Deployment,
  to: ReplicaSet,
): Promise<void> {
  const { manager, manifest } = withTemplateOf(deployment, to);
  const { name = "", namespace = "" } = deployment.metadata ?? {};
  // Forced: whoever has changed the template by hand meanwhile must not be in the way of going back.
  const query = new URLSearchParams({ fieldManager: manager, force: "true" });
  await ask(connection, {
    method: "PATCH",
    path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}?${query.toString()}`,
    contentType: "application/apply-patch+yaml",
    body: manifest,
  });
}

/**
 * Resolves when every pod of the Deployment is of its present template and available.
 *
 * @throws Error with what it waits for when it fails or the seconds are over.
 */
export async function untilComplete(
  connection: Connection,
  { namespace, name, seconds }: { namespace: string; name: string; seconds: number },
): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const over = AbortSignal.timeout(seconds * 1000);
  let waitsFor = "an answer";
  for await (const { exists, object } of changes<Deployment>(
    connection,
    path,
    `fieldSelector=metadata.name%3D${name}`,
    over,
  )) {
    if (!exists) throw new Error(`Deployment ${name} was deleted.`);
    const progress = progressOf(object);
    if (progress.state === "complete") return;
    if (progress.state === "failed") {
      throw new Error(`The rollout of Deployment ${name} has failed: ${progress.why}`);
    }
    waitsFor = progress.for;
  }
  throw new Error(
    `The rollout of Deployment ${name} is not complete after ${seconds} s: it waits for ${waitsFor}.`,
  );
}
