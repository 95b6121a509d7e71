import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { configure, copyProject } from "../../engine/project-copy.ts";
import { STATE } from "../layout.ts";

/** The one stack that is made for one machine. */
export const STACK = "local";

/** One setting of a stack that is another on this cluster. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Values of secrets that the stack's file has not, by their whole key. */
export type SecretValues = Readonly<Record<string, string>>;

/** A copy of the project beside the cluster, with what is remembered of it from one run to the next. */
export class Project {
  readonly #folder = join(STATE, "deployment");
  readonly root = join(this.#folder, "project");
  /** Where a backend keeps its state. It goes with the cluster. */
  readonly state = join(this.#folder, "state");
  readonly secrets: SecretValues;

  constructor(settings: readonly Setting[], secrets: SecretValues = {}) {
    this.secrets = secrets;
    rmSync(this.root, { recursive: true, force: true });
    copyProject(this.root);
    mkdirSync(this.state, { recursive: true });
    this.configure(settings);
  }

  /** Changes settings for what is run from now on. */
  configure(settings: readonly Setting[]): void {
    for (const { path, value } of settings) configure(this.root, STACK, path, value);
  }
}
