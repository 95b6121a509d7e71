import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "./connect.ts";
import type { Secret } from "./objects.ts";
import { StatusError, ask } from "./request.ts";

/** Where a Secret is. */
export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
}

const POLL_SECONDS = 1;

/** The files of a Secret by name. */
export async function secretFiles(
  connection: Connection,
  { namespace, name }: SecretPlace,
): Promise<ReadonlyMap<string, string>> {
  const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
  const { data = {} } = await ask<Secret>(connection, { path });
  return new Map(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}

/**
 * The same of one that an operator is about to make.
 *
 * @throws Error when it is not there after the seconds.
 */
export async function awaitedSecretFiles(
  connection: Connection,
  place: SecretPlace,
  seconds: number,
): Promise<ReadonlyMap<string, string>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await secretFiles(connection, place);
    } catch (error) {
      if (!(error instanceof StatusError) || error.status !== 404) throw error;
      if (performance.now() > end) {
        throw new Error(
          `There is no Secret ${place.name} in namespace ${place.namespace} after ${seconds} s.`,
          { cause: error },
        );
      }
    }
    await pause(POLL_SECONDS * 1000);
  }
}
