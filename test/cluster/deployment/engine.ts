import { dirname, delimiter } from "node:path";
import { Sandbox as Project } from "../../engine/sandbox.ts";
import type { Cluster } from "../cluster.ts";
import type { Result } from "../sandbox.ts";
import type { Setting } from "./settings.ts";

const STACK = "local";

/** The local stack on a cluster, by the real engine with a backend of its own. */
export class EngineDeployment {
  readonly #cluster: Cluster;
  readonly #cli: string;
  readonly #project = new Project();

  private constructor(cluster: Cluster, cli: string) {
    this.#cluster = cluster;
    this.#cli = cli;
  }

  static async create(
    cluster: Cluster,
    cli: string,
    settings: readonly Setting[],
  ): Promise<EngineDeployment> {
    const deployment = new EngineDeployment(cluster, cli);
    for (const { path, value } of settings) deployment.configure(path, value);
    await deployment.#project.initialize(cli, STACK);
    return deployment;
  }

  /** Changes a setting for what is run from now on. */
  configure(path: readonly string[], value: unknown): void {
    this.#project.configure(STACK, path, value);
  }

  /** Runs a command of the CLI about the stack, where the cluster is. */
  async run(command: string, ...args: readonly string[]): Promise<Result> {
    const options = [`--cwd=${this.#project.root}`, `--stack=${STACK}`, "--non-interactive"];
    const { environment } = this.#cluster;
    return this.#cluster.sandbox.try([this.#cli, command, ...options, "--color=never", ...args], {
      env: {
        ...environment,
        // The program needs this Node, which strips types, and the CLI the language host of its own version.
        PATH: [dirname(process.execPath), dirname(this.#cli), environment["PATH"]].join(delimiter),
      },
    });
  }

  /** @throws Error with what the engine printed when it fails. */
  async up(): Promise<string> {
    const { status, stdout, stderr } = await this.run("up", "--yes", "--skip-preview");
    if (status !== 0) throw new Error(`pulumi up failed:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Forgets the project. What it has deployed stays on the cluster. */
  remove(): void {
    this.#project.remove();
  }
}
