import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { COREDNS_IMAGE, METRICS_SERVER_IMAGE, VOLUMES, addons } from "./addons.ts";
import { type Programs, buildPrograms } from "./build.ts";
import { makeCertificates } from "./certificates.ts";
import {
  PAUSE_IMAGE,
  type Program,
  controlPlane,
  nodeFiles,
  nodePrograms,
} from "./control-plane.ts";
import { exclusively } from "./exclusive.ts";
import { type ProgramImage, writeImage } from "./images.ts";
import { NODE, PATHS, STATE } from "./layout.ts";
import { withProgress } from "./progress.ts";
import { Sandbox, logOf } from "./sandbox.ts";
import { until } from "./until.ts";

/** Where Debian has its programs, whatever the caller's PATH. */
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

const ADDONS = ["coredns", "metrics-server"] as const;

/** What the cluster's programs are built from, the longest build last. */
const MODULES = ["pause", "containerd", "coredns", "metrics-server", "kubernetes"] as const;
type ClusterPrograms = Programs<(typeof MODULES)[number]>;

const MEASUREMENTS = "measurements";

/** How one part of the cluster is. */
export interface PartStatus {
  readonly name: string;
  readonly ready: boolean;
}

/** A Kubernetes of one node in a sandbox of its own. */
export class Cluster {
  readonly sandbox: Sandbox;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  /** Brings up what is not up yet. */
  static async up(): Promise<Cluster> {
    return exclusively(async () => {
      const programs = await buildPrograms(MODULES);
      const cluster = new Cluster(await Sandbox.start(join(programs.pause, "pause")));
      await cluster.#bringUp(programs);
      return cluster;
    });
  }

  /** The one that is up, if any. */
  static running(): Cluster | undefined {
    const sandbox = Sandbox.running();
    return sandbox && new Cluster(sandbox);
  }

  /** Ends all of it and removes what it has left, also of one that has never come up. */
  static async down(): Promise<void> {
    await exclusively(() => withProgress("taking the cluster down", () => Sandbox.remove()));
  }

  async status(): Promise<PartStatus[]> {
    const parts: PartStatus[] = [];
    for (const program of [...controlPlane(), ...nodePrograms()]) {
      parts.push({ name: program.name, ready: await this.#isReady(program) });
    }
    parts.push({ name: NODE, ready: await this.#nodeReady() });
    for (const name of ADDONS) parts.push({ name, ready: await this.#deploymentReady(name) });
    parts.push({ name: MEASUREMENTS, ready: await this.#hasMeasurements() });
    return parts;
  }

  /** Environment in which kubectl and ctr are found and meet this cluster. */
  get environment(): NodeJS.ProcessEnv {
    const { PATH = "" } = process.env;
    return {
      ...process.env,
      PATH: [PATHS.programs, PATH, ...SYSTEM_PATH].join(delimiter),
      KUBECONFIG: PATHS.kubeconfig,
      KUBECACHEDIR: join(STATE, "kubectl"),
    };
  }

  /** @throws Error with what kubectl printed when it fails. */
  async kubectl(args: readonly string[], input?: string): Promise<string> {
    return this.sandbox.run(["kubectl", ...args], {
      env: this.environment,
      ...(input === undefined ? {} : { input }),
    });
  }

  /** Lets pods use an image of one program, unless they may already. */
  async provide(image: ProgramImage): Promise<void> {
    const images = await this.#ctr("list", "--quiet");
    if (images.split("\n").includes(image.reference)) return;
    const archive = join(STATE, "image.tar");
    writeImage(image, archive);
    await this.#ctr("import", archive);
    rmSync(archive);
  }

  async #bringUp(programs: ClusterPrograms): Promise<void> {
    linkPrograms(programs);
    makeCertificates();
    for (const [path, text] of nodeFiles()) writeChanged(path, text);
    for (let index = 0; index < VOLUMES; index++) {
      mkdirSync(join(PATHS.volumes, `local-${index}`), { recursive: true });
    }
    for (const program of controlPlane()) await this.#start(program);
    const [containerd, ...others] = nodePrograms();
    if (containerd) await this.#start(containerd);
    await withProgress("images", () => this.#provideImages(programs));
    for (const program of others) await this.#start(program);
    await waitFor(NODE, () => this.#nodeReady());
    const items = { apiVersion: "v1", kind: "List", items: addons() };
    const apply = ["apply", "--server-side", "--force-conflicts", "--filename=-"];
    await withProgress("addons", () => this.kubectl(apply, JSON.stringify(items)));
    for (const name of ADDONS) await waitFor(name, () => this.#deploymentReady(name));
    await waitFor(MEASUREMENTS, () => this.#hasMeasurements());
  }

  async #provideImages({
    pause,
    coredns,
    "metrics-server": metricsServer,
  }: ClusterPrograms): Promise<void> {
    const images = [
      { reference: PAUSE_IMAGE, program: join(pause, "pause") },
      { reference: COREDNS_IMAGE, program: join(coredns, "coredns") },
      { reference: METRICS_SERVER_IMAGE, program: join(metricsServer, "metrics-server") },
    ];
    for (const image of images) await this.provide(image);
  }

  /** @throws Error with the last that the program said when it ends or does not become ready. */
  async #start(program: Program): Promise<void> {
    const { name, args } = program;
    if ((await this.sandbox.processOf(name)) === undefined) {
      await this.sandbox.start([name, ...args], this.environment);
    }
    try {
      const ready = await withProgress(name, () => until(name, () => this.#readyOrEnded(program)));
      if (!ready) throw new Error(`${name} has ended`);
    } catch (error) {
      const last = readFileSync(logOf(name), "utf8").trim().split("\n").slice(-5).join("\n");
      throw new Error(`${name} is not ready: see ${logOf(name)}\n${last}`, { cause: error });
    }
  }

  async #readyOrEnded(program: Program): Promise<boolean | undefined> {
    if (await this.#isReady(program)) return true;
    return (await this.sandbox.processOf(program.name)) === undefined ? false : undefined;
  }

  async #isReady({ ready }: Program): Promise<boolean> {
    return (await this.sandbox.try(ready, { env: this.environment })).status === 0;
  }

  async #nodeReady(): Promise<boolean> {
    const jsonpath = `{.status.conditions[?(@.type=="Ready")].status}`;
    return this.#answers(["get", "node", NODE, `--output=jsonpath=${jsonpath}`], "True");
  }

  async #deploymentReady(name: string): Promise<boolean> {
    const field = "--output=jsonpath={.status.availableReplicas}";
    return this.#answers(["get", "deployment", name, "--namespace=kube-system", field], "1");
  }

  async #hasMeasurements(): Promise<boolean> {
    const { status } = await this.#tryKubectl(["top", "nodes"]);
    return status === 0;
  }

  async #answers(args: readonly string[], answer: string): Promise<boolean> {
    return (await this.#tryKubectl(args)).stdout.trim() === answer;
  }

  async #tryKubectl(args: readonly string[]) {
    const command = ["kubectl", "--request-timeout=5s", ...args];
    return this.sandbox.try(command, { env: this.environment });
  }

  async #ctr(...args: readonly string[]): Promise<string> {
    const command = ["ctr", "--namespace=k8s.io", "images", ...args];
    return this.sandbox.run(command, { env: this.environment });
  }
}

/** kube-proxy ends when its file is written, even with what was there. */
function writeChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function waitFor(what: string, ready: () => Promise<boolean>): Promise<void> {
  const ask = async () => (await ready()) || undefined;
  await withProgress(what, () => until(what, ask, { seconds: 120 }));
}

/** One folder of all, which is enough to find them when nothing may be built. */
function linkPrograms(programs: ClusterPrograms): void {
  mkdirSync(PATHS.programs, { recursive: true });
  for (const folder of Object.values(programs)) {
    for (const name of readdirSync(folder)) {
      const link = join(PATHS.programs, name);
      rmSync(link, { force: true });
      symlinkSync(join(folder, name), link);
    }
  }
}
