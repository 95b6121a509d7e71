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
import { definitionsIn } from "./addons/definitions.ts";
import { type Part, addons, resources, volumeFolders } from "./addons/index.ts";
import { DEFINITIONS, type Programs, buildPrograms } from "./build.ts";
import { makeCertificates } from "./certificates.ts";
import {
  PAUSE_IMAGE,
  type Program,
  controlPlane,
  networkPolicyController,
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

/** What the cluster's programs are built from, the longest build first. */
const MODULES = [
  "pause",
  "kubernetes",
  "traefik",
  "metrics-server",
  "cert-manager",
  "kube-router",
  "containerd",
] as const;
type ClusterPrograms = Programs<(typeof MODULES)[number]>;

/** For each part: it takes a few seconds, but for a machine that builds meanwhile. */
const PATIENCE_SECONDS = 300;

const node: Part = {
  name: NODE,
  object: ["node", NODE],
  jsonpath: `{.status.conditions[?(@.type=="Ready")].status}`,
  ready: "True",
};

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
    for (const program of [...controlPlane(), ...nodePrograms(), networkPolicyController()]) {
      parts.push({ name: program.name, ready: await this.#isReady(program) });
    }
    for (const part of [node, ...[...addons, ...resources].flatMap((addon) => addon.parts)]) {
      parts.push({ name: part.name, ready: await this.#partReady(part) });
    }
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

  /** Makes objects, or makes them as they are here. */
  async apply(items: readonly object[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await this.kubectl(["apply", "--server-side", "--force-conflicts", "--filename=-"], list);
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
    for (const folder of volumeFolders) mkdirSync(folder, { recursive: true });
    for (const program of controlPlane()) await this.#start(program);
    const [containerd, ...others] = nodePrograms();
    if (containerd) await this.#start(containerd);
    await withProgress("images", () => this.#provideImages(programs));
    for (const program of others) await this.#start(program);
    await this.#waitFor(node);
    await withProgress("addons", () => this.#applyAddons(programs));
    await this.#start(networkPolicyController());
    for (const part of addons.flatMap(({ parts }) => parts)) await this.#waitFor(part);
    await withProgress("resources", () => this.#applyResources());
    for (const part of resources.flatMap(({ parts }) => parts)) await this.#waitFor(part);
  }

  async #applyAddons(programs: ClusterPrograms): Promise<void> {
    const definitions = addons.flatMap(({ definitions }) =>
      definitions === undefined ? [] : definitionsIn(join(programs[definitions], DEFINITIONS)),
    );
    await this.apply([...definitions, ...addons.flatMap(({ manifests }) => manifests)]);
  }

  /** The API server does not trust the webhook that judges them as soon as it is ready. */
  async #applyResources(): Promise<void> {
    const apply = async () => {
      await this.apply(resources.flatMap(({ manifests }) => manifests));
      return true;
    };
    await until("resources", apply, { seconds: PATIENCE_SECONDS });
  }

  async #provideImages(programs: ClusterPrograms): Promise<void> {
    await this.provide({ reference: PAUSE_IMAGE, program: join(programs.pause, "pause") });
    for (const { reference, module, program } of addons.flatMap(({ images }) => images)) {
      await this.provide({ reference, program: join(programs[module], program) });
    }
  }

  async #waitFor(part: Part): Promise<void> {
    const ready = async () => (await this.#partReady(part)) || undefined;
    await withProgress(part.name, () => until(part.name, ready, { seconds: PATIENCE_SECONDS }));
  }

  /** @throws Error with the last that the program said when it ends or does not become ready. */
  async #start(program: Program): Promise<void> {
    const { name, args } = program;
    if ((await this.sandbox.processOf(name)) === undefined) {
      await this.sandbox.start([name, ...args], this.environment);
    }
    try {
      const ready = await withProgress(name, () =>
        until(name, () => this.#readyOrEnded(program), { seconds: PATIENCE_SECONDS }),
      );
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

  async #partReady({ object, jsonpath, ready }: Part): Promise<boolean> {
    const get = ["kubectl", "--request-timeout=5s", "get", ...object];
    const command = [...get, `--output=jsonpath=${jsonpath}`];
    return (await this.sandbox.try(command, { env: this.environment })).stdout === ready;
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

/** One folder of all, which is enough to find them when nothing may be built. */
function linkPrograms(programs: ClusterPrograms): void {
  mkdirSync(PATHS.programs, { recursive: true });
  for (const folder of Object.values(programs)) {
    for (const name of readdirSync(folder)) {
      if (name === DEFINITIONS) continue;
      const link = join(PATHS.programs, name);
      rmSync(link, { force: true });
      symlinkSync(join(folder, name), link);
    }
  }
}
