import { type Server, createServer } from "node:net";
import { STATE } from "./layout.ts";
import { withProgress } from "./progress.ts";
import { until } from "./until.ts";

/** Longer than a first build takes. */
const PATIENCE_SECONDS = 3600;

/** Works while no other process brings up or ends the cluster. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const lock = await withProgress("waiting for another up or down", () =>
    until("the end of another up or down", acquire, { seconds: PATIENCE_SECONDS }),
  );
  try {
    return await work();
  } finally {
    lock.close();
  }
}

/** The kernel takes an abstract address back from a process that ends, however it ends. */
async function acquire(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(`\0${STATE}`, () => {
      resolve(server);
    });
  });
}
