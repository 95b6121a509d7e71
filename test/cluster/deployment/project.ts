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
  readonly root: string;
  /** Where a backend keeps its state. */
  readonly state: string;
  readonly secrets: SecretValues;

  /** @param folder is the project's alone. Default: one that goes with the cluster. */
  constructor(
    settings: readonly Setting[],
    secrets: SecretValues = {},
    folder = join(STATE, "deployment"),
  ) {
    this.root = join(folder, "project");
    this.state = join(folder, "state");
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
