import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Cluster } from "../cluster.ts";
import { until } from "../until.ts";

/** As much of an object as says where it is. */
export interface Placed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What the API server has answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Resources {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

/**
 * The API server of a cluster, by a socket: a program of its own for each of hundreds of objects takes longer than all
 * that the cluster does.
 */
export class Api {
  readonly #proxy: ChildProcess;
  readonly #folder: string;
  readonly #known = new Map<string, Promise<Resources>>();

  private constructor({ sandbox, environment }: Cluster) {
    this.#folder = mkdtempSync(join(tmpdir(), "taskflow-api-"));
    // All of it, as kubectl has it: by default a proxy keeps some for itself.
    const options = [`--unix-socket=${this.#socket}`, "--reject-paths=^$"];
    const [file = "", ...args] = sandbox.enter(["kubectl", "proxy", ...options]);
    // A group of its own, so that what enters the sandbox ends together with what it has started there.
    this.#proxy = spawn(file, args, { env: environment, stdio: "ignore", detached: true });
  }

  /** Works with the API server of a cluster. */
  static async during<T>(cluster: Cluster, work: (api: Api) => Promise<T>): Promise<T> {
    const api = new Api(cluster);
    try {
      await until("the API server", async () => {
        return (await api.ask("GET", "/version")).status === 200 || undefined;
      });
      return await work(api);
    } finally {
      api.#end();
    }
  }

  ask(method: string, path: string, body?: object, contentType = "application/json") {
    return new Promise<Answer>((resolve, reject) => {
      const headers = body ? { "Content-Type": contentType } : {};
      const asked = request({ socketPath: this.#socket, method, path, headers }, (response) => {
        text(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, body });
        }, reject);
      });
      asked.on("error", reject).end(body && JSON.stringify(body));
    });
  }

  /** Where an object is, or would be. */
  async pathOf({ apiVersion, kind, metadata: { name, namespace } }: Placed): Promise<string> {
    const version = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.#known.get(version) ?? this.#resources(version);
    this.#known.set(version, known);
    const found = (await known).resources.find(
      (each) => each.kind === kind && !each.name.includes("/"),
    );
    if (!found) {
      // It may be one that is only about to be known, such as that of a definition.
      this.#known.delete(version);
      throw new Error(`the API server knows no ${kind} of ${apiVersion}`);
    }
    const place = found.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
    return `${version}${place}/${found.name}/${name}`;
  }

  async #resources(version: string): Promise<Resources> {
    const { status, body } = await this.ask("GET", version);
    if (status === 404) return { resources: [] };
    if (status !== 200) throw new Error(`${version}: ${body}`);
    return JSON.parse(body) as Resources;
  }

  get #socket(): string {
    return join(this.#folder, "api");
  }

  #end(): void {
    if (this.#proxy.pid !== undefined) process.kill(-this.#proxy.pid, "SIGKILL");
    rmSync(this.#folder, { recursive: true });
  }
}
