import { existsSync, mkdirSync, writeFileSync } from "node:fs";
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
import { type ProgramImage, writeImage } from "./images.ts";
import { NODE, PATHS, STATE } from "./layout.ts";
import { withProgress } from "./progress.ts";
import { Sandbox, cleanUp } from "./sandbox.ts";
import { until } from "./until.ts";

/** Debian's, beside the programs of this repository's Go modules. */
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** How one part of the cluster is. */
export interface PartStatus {
  readonly name: string;
  readonly ready: boolean;
}

/** A Kubernetes of one node in a sandbox of its own. */
export class Cluster {
  readonly sandbox: Sandbox;
  readonly #programs: Programs;

  private constructor(sandbox: Sandbox, programs: Programs) {
    this.sandbox = sandbox;
    this.#programs = programs;
  }

  /** Brings up what is not up yet. */
  static async up(): Promise<Cluster> {
    const programs = await buildPrograms();
    const sandbox = await Sandbox.start(join(programs.pause, "pause"));
    const cluster = new Cluster(sandbox, programs);
    makeCertificates();
    for (const [path, text] of nodeFiles(programs)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    for (let index = 0; index < VOLUMES; index++) {
      mkdirSync(join(PATHS.volumes, `local-${index}`), { recursive: true });
    }
    for (const program of controlPlane()) await cluster.#start(program);
    const [containerd, ...others] = nodePrograms();
    if (containerd) await cluster.#start(containerd);
    cluster.#importImages();
    for (const program of others) await cluster.#start(program);
    await withProgress("the node", () =>
      until("the node", () => cluster.#nodeReady() || undefined, { seconds: 120 }),
    );
    cluster.kubectl(["apply", "--server-side", "--force-conflicts", "--filename=-"], {
      input: JSON.stringify({ apiVersion: "v1", kind: "List", items: addons() }),
    });
    await withProgress("names and measurements", () =>
      until("names and measurements", () => cluster.#addonsReady() || undefined, { seconds: 180 }),
    );
    return cluster;
  }

  /** The one that is up, if any. */
  static async running(): Promise<Cluster | undefined> {
    const sandbox = Sandbox.running();
    return sandbox && new Cluster(sandbox, await buildPrograms());
  }

  /** Ends all of it and removes what it has left, also of one that has never come up. */
  static async down(): Promise<void> {
    await Sandbox.running()?.end();
    await cleanUp();
  }

  status(): PartStatus[] {
    const programs = [...controlPlane(), ...nodePrograms()].map((program) => ({
      name: program.name,
      ready: this.#isReady(program),
    }));
    return [
      ...programs,
      { name: "node", ready: this.#nodeReady() },
      { name: "names and measurements", ready: this.#addonsReady() },
    ];
  }

  /** Environment in which kubectl and ctr are found and meet this cluster. */
  get environment(): NodeJS.ProcessEnv {
    const { kubernetes, containerd } = this.#programs;
    return {
      ...process.env,
      PATH: [kubernetes, containerd, ...SYSTEM_PATH].join(delimiter),
      KUBECONFIG: PATHS.kubeconfig,
      CONTAINERD_ADDRESS: PATHS.containerdSocket,
    };
  }

  /** @throws Error with what kubectl printed when it fails. */
  kubectl(args: readonly string[], options: { readonly input?: string } = {}): string {
    return this.sandbox.run(["kubectl", ...args], { env: this.environment, ...options });
  }

  /** Lets pods use an image of this name. */
  importImage(archive: string): void {
    this.sandbox.run(["ctr", "--namespace=k8s.io", "images", "import", archive], {
      env: this.environment,
    });
  }

  async #start(program: Program): Promise<void> {
    const { name, args } = program;
    this.sandbox.start(name, [name, ...args], this.environment);
    await withProgress(name, () => until(name, () => this.#isReady(program) || undefined));
  }

  #isReady({ ready }: Program): boolean {
    return this.sandbox.try(ready, { env: this.environment }).status === 0;
  }

  #importImages(): void {
    const { pause, coredns, "metrics-server": metricsServer } = this.#programs;
    const images: ProgramImage[] = [
      { reference: PAUSE_IMAGE, program: join(pause, "pause") },
      { reference: COREDNS_IMAGE, program: join(coredns, "coredns") },
      { reference: METRICS_SERVER_IMAGE, program: join(metricsServer, "metrics-server") },
    ];
    for (const [index, image] of images.entries()) {
      const archive = join(STATE, `image-${index}.tar`);
      if (existsSync(archive)) continue;
      writeImage(image, archive);
      this.importImage(archive);
    }
  }

  #nodeReady(): boolean {
    const jsonpath = `{.status.conditions[?(@.type=="Ready")].status}`;
    return this.#answers(["get", "node", NODE, `--output=jsonpath=${jsonpath}`], "True");
  }

  #addonsReady(): boolean {
    return (
      ["coredns", "metrics-server"].every((name) =>
        this.#answers(
          [
            ...["get", "deployment", name, "--namespace=kube-system"],
            "--output=jsonpath={.status.availableReplicas}",
          ],
          "1",
        ),
      ) && this.sandbox.try(["kubectl", "top", "nodes"], { env: this.environment }).status === 0
    );
  }

  #answers(args: readonly string[], answer: string): boolean {
    const { stdout } = this.sandbox.try(["kubectl", ...args], { env: this.environment });
    return stdout.trim() === answer;
  }
}
