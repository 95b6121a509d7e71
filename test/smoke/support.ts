import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { apiHeaders, pageHeaders, removedHeaders } from "../../components/edge/headers.ts";
import { Refused } from "../../components/release/gates/gate.ts";
import { Secrets } from "../../components/release/smoke/secrets.ts";
import type { EdgeTarget, SmokeInput } from "../../components/release/smoke/input.ts";
import { type Smoked, smoke } from "../../components/release/smoke/smoke.ts";
import { type Backend, ORIGIN, Stage } from "../fixtures/taskflow/stage.ts";
import { ADDRESS, Front, type FrontOptions } from "./front.ts";

export const EMAIL = "smoke-test@taskflow.invalid";
export const PASSWORD = 'of the "smoke" user / 1';
export const SESSION_KEY = "the key in use";

/** Whose pages may change state, at a port of its own. */
const HOST = new URL(ORIGIN).hostname;

/** What the gate came to. */
export interface Outcome {
  readonly result: Smoked;
  /** Names of the steps that refused. */
  readonly refusedBy: readonly string[];
  readonly message: string;
  readonly progress: readonly string[];
  /** Tokens that the fronts have seen. */
  readonly tokens: readonly string[];
}

/** A database with releases on it, pages, certificates and the smoke user's Secret. */
export class SmokeStage {
  readonly stage: Stage;
  readonly pages: string;
  /** Folder of a certificate for one day. */
  readonly tls: string;
  readonly expiredTls: string;

  static async create(): Promise<SmokeStage> {
    return new SmokeStage(await Stage.create());
  }

  private constructor(stage: Stage) {
    this.stage = stage;
    const { host, authority } = stage.cluster;
    this.pages = host.folder("pages");
    const build = join(import.meta.dirname, "../fixtures/taskflow/frontend/build.ts");
    execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", build, this.pages]);
    this.tls = authority.issue(HOST, host.folder("tls", "edge"));
    this.expiredTls = authority.issue(HOST, host.folder("tls", "expired"), -1);
  }

  get ca(): string {
    return readFileSync(this.stage.cluster.authority.certificate, "utf8");
  }

  backend(release: string): Promise<Backend> {
    const preload = pathToFileURL(join(import.meta.dirname, "quick-passwords.ts")).href;
    return this.stage.backend(release, { NODE_OPTIONS: `--import=${preload}` });
  }

  /** What is asked of a release. */
  input(targets: SmokeInput["targets"], changes: Partial<SmokeInput> = {}): SmokeInput {
    return {
      targets,
      publicOrigin: ORIGIN,
      pages: ["/"],
      expectedHeaders: { api: apiHeaders(), page: pageHeaders() },
      removedHeaders: [...removedHeaders],
      loginLimit: { requests: 10, per: "minute" },
      // Generous: the machine that runs the tests is busy with others.
      limits: { p95Milliseconds: 5000, errorRate: 0.02, certificateDaysLeft: 0.5 },
      requestsPerSecond: 300,
      samples: 24,
      timeouts: { startSeconds: 2, requestSeconds: 10, targetSeconds: 60 },
      ...changes,
    };
  }

  /** A front of the backend as an edge. */
  edge(backend: string, options: Partial<FrontOptions> = {}): Promise<Front> {
    return Front.open({
      backend,
      pages: this.pages,
      host: HOST,
      tls: this.tls,
      limit: { requests: 10, milliseconds: 60_000 },
      ...options,
    });
  }

  /** The front as the gate is told of it. */
  edgeTarget(front: Front): EdgeTarget {
    const { origin, plainOrigin } = front;
    return {
      name: "edge",
      api: origin,
      pages: origin,
      http: plainOrigin,
      ca: this.ca,
      address: ADDRESS,
    };
  }

  async close(): Promise<void> {
    await this.stage.close();
  }
}

/** Tries a release. */
export async function run(input: SmokeInput, ...fronts: readonly Front[]): Promise<Outcome> {
  const progress: string[] = [];
  const secrets = new Secrets();
  secrets.add("password of the smoke user", PASSWORD);
  secrets.add("session key", SESSION_KEY);
  const result = await smoke(input, {
    user: { email: EMAIL, password: PASSWORD },
    secrets,
    progress: (line) => progress.push(line),
  });
  return {
    result,
    refusedBy: result.refusals.map(({ problem }) => problem.split(" (")[0] ?? ""),
    message: result.refusals.length > 0 ? new Refused(result.refusals).message : "",
    progress,
    tokens: fronts.flatMap((front) => front.tokens),
  };
}
