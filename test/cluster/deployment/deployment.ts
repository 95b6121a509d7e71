import { findPulumi } from "../../../infra/preview/cli-engine.ts";
import type { Cluster } from "../cluster.ts";
import { DriverDeployment } from "./driver.ts";
import { engineChoice } from "./engine-choice.ts";
import { EngineDeployment } from "./engine.ts";
import { Project, type SecretValues, type Setting } from "./project.ts";

/** The local stack on a cluster. */
export interface Deployment {
  /** What makes the resources, in words. */
  readonly by: string;
  /** Folder of the project, where its commands are run. */
  readonly root: string;
  /** Changes settings for what is run from now on. */
  configure(settings: readonly Setting[]): void;
  /**
   * Makes everything what the program declares.
   *
   * @returns URNs of what has changed.
   * @throws Error with what stopped it.
   */
  up(): Promise<readonly string[]>;
  /** All that updates have printed. */
  readonly printed: string;
  /** All that is remembered of the stack, where secrets are encrypted. */
  kept(): Promise<string>;
  /** What each gate of the release was handed, by its name. */
  gateInputs(): Promise<ReadonlyMap<string, object>>;
  /** Removes everything that it has made. */
  destroy(): Promise<void>;
}

/** By the real engine where its CLI is with its plugins, else by a driver that stands for it. */
export async function deploymentOn(
  cluster: Cluster,
  settings: readonly Setting[],
  secrets: SecretValues = {},
): Promise<Deployment> {
  const project = new Project(settings, secrets);
  const choice = engineChoice(findPulumi());
  return "cli" in choice
    ? EngineDeployment.create(cluster, project, choice.cli)
    : new DriverDeployment(cluster, project, choice.without);
}
