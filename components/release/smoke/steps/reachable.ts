import { once } from "node:events";
import { type Socket, connect } from "node:net";
import type { SmokeContext } from "../context.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";
import { hostOf } from "../transfer.ts";
import { within } from "../within.ts";

const RETRY_MILLISECONDS = 250;

/** Nothing else is ever tried twice: until its port is bound, a server that starts looks like one that is not there. */
export const reachable = everywhere({
  name: "reachable",
  checklist: ["step4.7"],
  needs: [],
  fix: "See whether the Service has endpoints, and whether a network policy is in the way.",
  run: async (context) => {
    const { target } = context;
    const urls = [target.api, target.pages, ...(target.name === "edge" ? [target.http] : [])];
    for (const origin of new Set(urls.map((url) => new URL(url).origin))) {
      await connected(new URL(origin), context);
    }
  },
});

async function connected(url: URL, context: SmokeContext): Promise<void> {
  const { startSeconds, requestSeconds } = context.input.timeouts;
  const until = performance.now() + startSeconds * 1000;
  for (;;) {
    const problem = await attempt(url, context.target, requestSeconds);
    if (problem === undefined) return;
    if (problem !== "ECONNREFUSED") throw new StepFailure(`${url.origin}: ${problem}.`);
    if (performance.now() > until) {
      throw new StepFailure(`${url.origin} refused connections for ${startSeconds} s.`);
    }
    await context.client.pause(RETRY_MILLISECONDS);
  }
}

/** Why there is no connection, by its code where it has one. */
async function attempt(
  url: URL,
  target: SmokeContext["target"],
  seconds: number,
): Promise<string | undefined> {
  const address = target.name === "edge" ? target.address : undefined;
  const socket: Socket = connect({
    host: address ?? hostOf(url),
    port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
  });
  const signal = within(seconds);
  try {
    await once(socket, "connect", { signal });
    return undefined;
  } catch (error) {
    if (signal.aborted) return `no connection within ${seconds} s`;
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  } finally {
    socket.destroy();
  }
}
