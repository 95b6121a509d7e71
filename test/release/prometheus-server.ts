import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server as HttpServer, createServer } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Server } from "../../components/release/monitoring/api.ts";
import { targetsOf } from "../../components/release/monitoring/prometheus.ts";
import { until } from "../cluster/until.ts";

const LOOPBACK = "127.0.0.1";

/** A real Prometheus on loopback that reads one target, of job `backend`, twice a second. */
export class PrometheusServer {
  /** What the target answers. */
  readonly target: { text: string; status: number };
  readonly server: Server;
  readonly #folder: string;
  readonly #listener: HttpServer;
  readonly #process: ChildProcess;

  private constructor(
    target: PrometheusServer["target"],
    port: number,
    folder: string,
    listener: HttpServer,
    process: ChildProcess,
  ) {
    this.target = target;
    this.server = { name: "prometheus", url: `http://${LOOPBACK}:${port}` };
    this.#folder = folder;
    this.#listener = listener;
    this.#process = process;
  }

  /** Undefined where there is none to start: Debian's package is prometheus. */
  static async open(text: string, rules: object = {}): Promise<PrometheusServer | undefined> {
    const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    const target = { text, status: 200 };
    const listener = createServer((_request, response) => {
      response.writeHead(target.status, { "Content-Type": "text/plain; version=0.0.4" });
      response.end(target.text);
    }).listen(0, LOOPBACK);
    await once(listener, "listening");
    writeFileSync(join(folder, "rules.yml"), stringify(rules));
    const { port: targetPort } = listener.address() as AddressInfo;
    writeFileSync(join(folder, "prometheus.yml"), stringify(configuration(targetPort)));
    const port = await freePort();
    const process = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${LOOPBACK}:${port}`,
      ],
      { stdio: "ignore" },
    );
    const opened = new PrometheusServer(target, port, folder, listener, process);
    const started = await Promise.race([
      once(process, "spawn").then(() => true),
      once(process, "error").then(() => false),
    ]);
    if (!started) {
      await opened.close();
      return undefined;
    }
    await until("Prometheus reads its target", async () => {
      const [target] = await targetsOf(opened.server);
      return target?.health === "up" || undefined;
    });
    return opened;
  }

  async close(): Promise<void> {
    this.#listener.close();
    if (this.#process.pid !== undefined && this.#process.kill("SIGKILL")) {
      await once(this.#process, "exit");
    }
    rmSync(this.#folder, { recursive: true });
  }
}

function configuration(port: number): object {
  return {
    global: { scrape_interval: "500ms", scrape_timeout: "400ms", evaluation_interval: "500ms" },
    rule_files: ["rules.yml"],
    scrape_configs: [
      {
        job_name: "backend",
        honor_labels: true,
        static_configs: [{ targets: [`${LOOPBACK}:${port}`] }],
      },
    ],
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, LOOPBACK);
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
