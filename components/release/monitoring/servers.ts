import type { Connection } from "../kubernetes/connect.ts";
import { type Forwarded, type ServicePort, forwardService } from "../kubernetes/port-forward.ts";
import type { Server } from "./api.ts";

/** Servers of the cluster, each reached by a port of this machine from when it is first asked for. */
export class Servers {
  readonly #connection: Connection;
  readonly #progress: (line: string) => void;
  readonly #opened = new Map<string, Promise<Forwarded>>();

  constructor(connection: Connection, progress: (line: string) => void) {
    this.#connection = connection;
    this.#progress = progress;
  }

  /** @throws Error when no pod of the Service is ready. */
  async reach(service: ServicePort, headers?: Server["headers"]): Promise<Server> {
    const { namespace, name } = service;
    const key = `${namespace}/${name}`;
    const opening = this.#opened.get(key) ?? this.#open(key, service);
    const { port } = await opening;
    return { name, url: `http://127.0.0.1:${port}`, ...(headers && { headers }) };
  }

  async close(): Promise<void> {
    for (const opened of await Promise.allSettled(this.#opened.values())) {
      if (opened.status === "fulfilled") opened.value.close();
    }
  }

  #open(key: string, service: ServicePort): Promise<Forwarded> {
    const opening = forwardService(this.#connection, service, this.#progress);
    this.#opened.set(key, opening);
    // It may be ready when it is asked for the next time.
    opening.catch(() => this.#opened.delete(key));
    return opening;
  }
}
