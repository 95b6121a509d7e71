import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ORIGIN } from "../../fixtures/taskflow/stage.ts";
import type { Cluster } from "../cluster.ts";
import { NETWORK, STATE } from "../layout.ts";

const AUTHORITY = join(STATE, "stack-authority.crt");
const HOST = new URL(ORIGIN).hostname;

/** As much of a pod as is looked at. */
interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly containerID?: string;
      readonly restartCount: number;
    }[];
  };
}

/** What a deployed stack shows to those who use it and those who run it. */
export class DeployedStack {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** File with the authority of the site's certificate. */
  async authority(): Promise<string> {
    const secret = ["get", "secret/tls-taskflow-localhost", "--namespace=taskflow"];
    const jsonpath = "--output=jsonpath={.data.ca\\.crt}";
    const authority = await this.#cluster.kubectl([...secret, jsonpath]);
    // Several may ask at once, and one that reads must not find half a file.
    const written = `${AUTHORITY}.${randomUUID()}`;
    writeFileSync(written, Buffer.from(authority, "base64"));
    renameSync(written, AUTHORITY);
    return AUTHORITY;
  }

  /** The answer of the site with its headers. The certificate must be one of the stack's issuer. */
  async get(url: string, ...options: readonly string[]): Promise<string> {
    const resolve = [80, 443].flatMap((port) => ["--resolve", `${HOST}:${port}:${NETWORK.node}`]);
    const curl = ["curl", "--silent", "--show-error", "--include", "--max-time", "30"];
    return this.#cluster.sandbox.run([
      ...[...curl, ...resolve, "--cacert", await this.authority()],
      ...[...options, url],
    ]);
  }

  /** The release that answers. */
  async release(): Promise<string | undefined> {
    return /"release":"([^"]+)"/.exec(await this.get(`${ORIGIN}/health`))?.[1];
  }

  async pods(namespace: string): Promise<readonly Pod[]> {
    const list = ["get", "pods", `--namespace=${namespace}`, "--output=json"];
    return (JSON.parse(await this.#cluster.kubectl(list)) as { items: Pod[] }).items;
  }

  /** The running pod of a workload. */
  async pod(namespace: string, app: string): Promise<Pod> {
    const select = [`--selector=app=${app}`, "--field-selector=status.phase=Running"];
    const list = ["get", "pods", `--namespace=${namespace}`, ...select, "--output=json"];
    const [pod] = (JSON.parse(await this.#cluster.kubectl(list)) as { items: Pod[] }).items;
    if (!pod) throw new Error(`no pod of ${app} is running`);
    return pod;
  }

  /** The files of a Secret of the application, by the name before what its content has added. */
  async secret(name: string): Promise<Readonly<Record<string, string>>> {
    const select = ["--namespace=taskflow", `--selector=app.kubernetes.io/name=${name}`];
    const list = ["get", "secrets", ...select, "--output=json"];
    const { items } = JSON.parse(await this.#cluster.kubectl(list)) as {
      items: { data: Record<string, string> }[];
    };
    const files = Object.entries(items[0]?.data ?? {});
    return Object.fromEntries(
      files.map(([file, text]) => [file, Buffer.from(text, "base64").toString()]),
    );
  }

  /** What Prometheus answers. */
  async prometheus<T>(path: string): Promise<T> {
    const { status } = await this.pod("monitoring", "prometheus");
    const url = `http://${status.podIP ?? ""}:9090/api/v1/${path}`;
    const text = await this.#cluster.sandbox.run(["curl", "--silent", "--fail", url]);
    return (JSON.parse(text) as { data: T }).data;
  }

  /** Runs a command in the database's container. */
  postgres(...command: readonly string[]) {
    const exec = ["exec", "postgres-0", "--namespace=taskflow", "--container=postgres", "--"];
    return this.#cluster.sandbox.try(["kubectl", ...exec, ...command], {
      env: this.#cluster.environment,
    });
  }

  /**
   * What the database's superuser is answered, without whitespace around it.
   *
   * @throws Error with what psql said when it fails.
   */
  async sql(statement: string): Promise<string> {
    const { status, stdout, stderr } = await this.postgres(
      ...["psql", "-XAtq", "--username=postgres", "--set=ON_ERROR_STOP=1"],
      ...[`--command=${statement}`, "taskflow"],
    );
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** Everything in the database, as text. */
  async dump(): Promise<string> {
    // Backups record themselves.
    const options = ["--username=postgres", "--restrict-key=same", "--exclude-schema=taskflow_ops"];
    const { status, stdout, stderr } = await this.postgres("pg_dump", ...options, "taskflow");
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }
}
