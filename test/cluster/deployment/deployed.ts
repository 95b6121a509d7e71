import type { Listed } from "../../../components/release/record/list.ts";
import { Cluster } from "../cluster.ts";
import type { Result } from "../machine.ts";
import type { NamedImage } from "../oci.ts";
import { type StackImages, stackImages } from "../stack/images.ts";
import { withProgress } from "../progress.ts";
import { load } from "../stack/load.ts";
import { missing } from "../stack/missing.ts";
import { type Deployment, deploymentOn } from "./deployment.ts";
import { STACK, type SecretValues, type Setting } from "./project.ts";
import { clusterSettings } from "./settings.ts";
import { DeployedStack } from "./stack.ts";

/** The local stack on a cluster that has its images, for the time of a test. */
export class Deployed {
  readonly cluster: Cluster;
  readonly deployment: Deployment;
  readonly stack: DeployedStack;
  readonly #images: StackImages;
  readonly #wasUp: boolean;

  private constructor(
    cluster: Cluster,
    deployment: Deployment,
    images: StackImages,
    wasUp: boolean,
  ) {
    this.cluster = cluster;
    this.deployment = deployment;
    this.stack = new DeployedStack(cluster);
    this.#images = images;
    this.#wasUp = wasUp;
  }

  /**
   * Nothing is deployed yet.
   *
   * @param title what is skipped where there can be no cluster, which then is undefined.
   */
  static async prepare(
    title: string,
    settings: readonly Setting[],
    secrets: SecretValues = {},
  ): Promise<Deployed | undefined> {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`${title} skipped: ${reason}\n`);
      return undefined;
    }
    const images = await stackImages();
    const wasUp = Cluster.running() !== undefined;
    const cluster = await Cluster.up();
    await withProgress("loading images", () => load(cluster, images.images));
    const all = [...clusterSettings(), ...images.settings("v1.0.0"), ...settings];
    const deployment = await deploymentOn(cluster, all, secrets);
    process.stderr.write(`${title}: deployed by ${deployment.by}\n`);
    return new Deployed(cluster, deployment, images, wasUp);
  }

  /** What has the stack run a release. */
  settings(version: string): Setting[] {
    return this.#images.settings(version);
  }

  /** How a program of TaskFlow is called in a release: `repository:tag@digest`. */
  reference(version: string, program: string): string {
    const reference = this.#images.references(version)[program];
    if (reference === undefined) throw new Error(`there is no ${program} of ${version}`);
    return reference;
  }

  /** A program of TaskFlow in a release. */
  image(version: string, program: string): NamedImage {
    const [, digest = ""] = this.reference(version, program).split("@");
    const found = this.#images.images.find(({ name }) => name.endsWith(`/${program}@${digest}`));
    if (!found) throw new Error(`${program} of ${version} was not made`);
    return found;
  }

  /** @returns URNs of what has changed. */
  release(version: string): Promise<readonly string[]> {
    this.deployment.configure(this.settings(version));
    return this.deployment.up();
  }

  /** Runs a command of the project as a document has it, such as `npm run releases -- --stack local`. */
  command(line: string): Promise<Result> {
    const script = line.replace(/^npm run (\w+) --/, `"${process.execPath}" infra/$1/main.ts`);
    const { sandbox, environment } = this.cluster;
    return sandbox.try(["bash", "-c", `cd "${this.deployment.root}" && ${script}`], {
      env: environment,
    });
  }

  /**
   * Records of what has been released, and of what was gone back from, the oldest first.
   *
   * @throws Error with what the command said when it fails.
   */
  async records(): Promise<readonly Listed[]> {
    const line = `npm run releases -- --stack ${STACK} --json`;
    const { status, stdout, stderr } = await this.command(line);
    if (status !== 0) throw new Error(stderr);
    return (JSON.parse(stdout) as { readonly records: readonly Listed[] }).records;
  }

  async end(): Promise<void> {
    if (!this.#wasUp) return Cluster.down();
    await this.deployment.destroy();
  }
}
