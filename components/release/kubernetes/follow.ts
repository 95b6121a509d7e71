import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "./connect.ts";
import type { Pod } from "./objects.ts";
import { begunIn } from "./pod.ts";
import { StatusError, ask, lines } from "./request.ts";

/** One container of one pod. */
export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

const RETRY_SECONDS = 1;

/** Hands on every line of a container's log, each once, until the container or its pod is gone. */
export async function follow(
  connection: Connection,
  { namespace, pod, container }: ContainerPlace,
  line: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
  let seen = 0;
  while (!signal.aborted) {
    try {
      let number = 0;
      const log = `${path}/log?container=${container}&follow=true`;
      for await (const text of lines(connection, { path: log, signal })) {
        number += 1;
        if (number <= seen) continue;
        seen = number;
        line(text);
      }
      const ended = begunIn(await ask<Pod>(connection, { path, signal })).some(
        ({ name, exitCode }) => name === container && exitCode !== undefined,
      );
      if (ended) return;
    } catch (error) {
      if (error instanceof StatusError && error.status === 404) return;
    }
    // The log has ended, and the pod does not say so yet; or the connection broke, and is made again.
    await pause(RETRY_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
  }
}
