import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server as HttpServer, createServer } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { judgeAlerts } from "../../components/release/monitoring/alerts.ts";
import type { Server } from "../../components/release/monitoring/api.ts";
import { existenceQuery } from "../../components/release/monitoring/metrics.ts";
import { judgeProbes } from "../../components/release/monitoring/probes.ts";
import {
  alertsOf,
  groupsOf,
  samplesOf,
  targetsOf,
} from "../../components/release/monitoring/prometheus.ts";
import { judgeTargets } from "../../components/release/monitoring/targets.ts";
import { until } from "../cluster/until.ts";

const LOOPBACK = "127.0.0.1";

/** What the one target says; changed by the tests. */
const metrics = { text: 'probe_success{instance="https://a/"} 1\n', status: 200 };

describe("a Prometheus that is asked", function () {
  this.timeout(60_000);
  let folder: string;
  let target: HttpServer;
  let prometheus: ChildProcess;
  let server: Server;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    target = createServer((_request, response) => {
      response.writeHead(metrics.status, { "Content-Type": "text/plain; version=0.0.4" });
      response.end(metrics.text);
    }).listen(0, LOOPBACK);
    await once(target, "listening");
    const port = await freePort();
    const { port: targetPort } = target.address() as AddressInfo;
    writeFileSync(join(folder, "rules.yml"), stringify(rules));
    writeFileSync(join(folder, "prometheus.yml"), stringify(configuration(targetPort)));
    prometheus = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${LOOPBACK}:${port}`,
      ],
      { stdio: "ignore" },
    );
    const here = await Promise.race([
      once(prometheus, "spawn").then(() => true),
      once(prometheus, "error").then(() => false),
    ]);
    if (!here) {
      process.stderr.write("a real Prometheus skipped: Debian's prometheus is not here\n");
      this.skip();
    }
    server = { name: "prometheus", url: `http://${LOOPBACK}:${port}` };
    await until("Prometheus answers", async () => {
      const [target] = await targetsOf(server);
      return target?.health === "up" || undefined;
    });
  });

  after(async () => {
    target.close();
    // Absent where it could not be started.
    if (prometheus.pid !== undefined && prometheus.kill("SIGKILL")) await once(prometheus, "exit");
    rmSync(folder, { recursive: true });
  });

  const expected = { sources: ["backend"], pods: [], nodes: [] } as const;

  it("says which targets are up", async () => {
    assert.deepEqual(judgeTargets(await targetsOf(server), expected), []);
  });

  it("says which rules it has, and which cannot be evaluated", async () => {
    const health = await until("both rules evaluated", async () => {
      const [group] = await groupsOf(server);
      const found = group?.rules.map(({ name, health }) => [name, health]);
      return found?.every(([, health]) => health !== "unknown") === true ? found : undefined;
    });
    assert.deepEqual(health, [
      ["Fires", "ok"],
      ["job:ambiguous", "err"],
    ]);
  });

  it("says which alerts fire", async () => {
    const alerts = await until("the alert fires", async () => {
      const found = await alertsOf(server);
      return found.some(({ state }) => state === "firing") ? found : undefined;
    });
    assert.deepEqual(judgeAlerts(alerts, ["Fires"]), []);
    assert.match(judgeAlerts(alerts, [])[0]?.problem ?? "", /^Alert Fires fires: On purpose\.$/);
  });

  it("says which metrics are there", async () => {
    const found = await samplesOf(server, existenceQuery(["probe_success", "up", "nowhere"]));
    assert.deepEqual(found.map(({ metric }) => metric["__name__"]).sort(), ["probe_success", "up"]);
  });

  it("answers a query of a single number, and says what is wrong with one", async () => {
    assert.equal((await samplesOf(server, "scalar(vector(7))"))[0]?.value[1], "7");
    await assert.rejects(
      samplesOf(server, "sum("),
      /prometheus answered .* with 400: .*parse error/,
    );
  });

  it("says of a probe whether it succeeds", async () => {
    assert.deepEqual(judgeProbes(await samplesOf(server, "probe_success"), ["https://a/"]), []);
    metrics.text = 'probe_success{instance="https://a/"} 0\n';
    const refusals = await until("the probe fails", async () => {
      const found = judgeProbes(await samplesOf(server, "probe_success"), ["https://a/"]);
      return found.length > 0 ? found : undefined;
    });
    assert.match(refusals[0]?.problem ?? "", /The probe of https:\/\/a\/ fails/);
  });

  it("says which target is down, and why", async () => {
    metrics.status = 404;
    const refusals = await until("the target is down", async () => {
      const found = judgeTargets(await targetsOf(server), expected);
      return found.length > 0 ? found : undefined;
    });
    assert.match(refusals[0]?.problem ?? "", /^Target backend .* is down: .*404/);
  });

  it("is not there: the error names it", async () => {
    const nobody = { name: "prometheus", url: `http://${LOOPBACK}:${await freePort()}` };
    await assert.rejects(targetsOf(nobody), /prometheus does not answer: .*ECONNREFUSED/);
  });
});

const rules = {
  groups: [
    {
      name: "taskflow-test",
      rules: [
        {
          alert: "Fires",
          expr: "vector(1)",
          labels: { severity: "warning" },
          annotations: { summary: "On purpose." },
        },
        // Two series on each side that match each other.
        { record: "job:ambiguous", expr: "up * on () {__name__=~'scrape_.+'}" },
      ],
    },
  ],
};

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
async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, LOOPBACK);
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
