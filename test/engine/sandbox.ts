import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "../../infra/config/environment.ts";
import { configure, copyProject } from "./project-copy.ts";

const run = promisify(execFile);

/** A copy of the project with a backend of its own, which neither login, cluster nor network can reach. */
export class Sandbox {
  readonly root: string;
  readonly #folder: string;
  readonly #before = new Map<string, string | undefined>();

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), "taskflow-engine-"));
    this.root = join(this.#folder, "project");
    copyProject(this.root);
    mkdirSync(join(this.#folder, "state"));
    writeFileSync(join(this.#folder, "kubeconfig"), "");
    this.#set({
      PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
      // The passphrase of the committed stacks, whose secrets stand for nothing.
      PULUMI_CONFIG_PASSPHRASE: "example",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      KUBECONFIG: join(this.#folder, "kubeconfig"),
      HELM_CACHE_HOME: join(this.#folder, "helm/cache"),
      HELM_CONFIG_HOME: join(this.#folder, "helm/config"),
      HELM_DATA_HOME: join(this.#folder, "helm/data"),
    });
  }

  /** Changes one setting of a stack, in the copy. */
  configure(stack: string, path: readonly string[], value: unknown): void {
    configure(this.root, stack, path, value);
  }

  /** Makes a stack known to the backend. */
  async initialize(cli: string, stack: string): Promise<void> {
    await run(cli, ["stack", "init", stack, "--non-interactive"], {
      cwd: this.root,
      env: childEnvironment({}, [dirname(process.execPath), dirname(cli)]),
    });
  }

  /** Removes the copy, and gives back the environment. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    for (const [name, value] of this.#before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }

  #set(variables: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(variables)) {
      this.#before.set(name, process.env[name]);
      process.env[name] = value;
    }
  }
}
