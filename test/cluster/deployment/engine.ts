import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Result, Runner } from "../machine.ts";
import type { Deployment } from "./deployment.ts";
import { type GateCommand, inputsOf } from "./gate-inputs.ts";
import { type Project, STACK, type Setting } from "./project.ts";

/** The engine's operations by which a resource is changed. Source: sdk/go/common/apitype/events.go. */
const CHANGES = new Set(["create", "update", "replace", "delete", "create-replacement"]);

/** An event of the engine's log, as far as it is read. */
interface EngineEvent {
  readonly resOutputsEvent?: {
    readonly metadata: { readonly op: string; readonly urn: string };
  };
}

/** A resource as the state has it, as far as it is read. */
interface StateResource {
  readonly urn: string;
  /** When it was made, or was last updated. */
  readonly modified?: string;
  readonly inputs?: GateCommand;
}

/** Where the CLI is run, and meets the cluster. */
export interface Place {
  readonly sandbox: Runner;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether the CLI may fetch the plugins that it has not. Default: false, as a sandbox has no way out. */
  readonly fetchesPlugins?: boolean;
}

/** The stack by the real engine, with a backend of its own. */
export class EngineDeployment implements Deployment {
  readonly by: string;
  readonly root: string;
  printed = "";
  readonly #place: Place;
  readonly #project: Project;
  readonly #cli: string;

  private constructor(place: Place, project: Project, cli: string, version: string) {
    this.#place = place;
    this.#project = project;
    this.#cli = cli;
    this.by = `the engine ${version}`;
    this.root = project.root;
  }

  static async create(place: Place, project: Project, cli: string): Promise<EngineDeployment> {
    const version = (await place.sandbox.run([cli, "version"])).trim();
    const deployment = new EngineDeployment(place, project, cli, version);
    await deployment.#succeed("stack", "select", "--create", STACK);
    for (const [key, value] of Object.entries(project.secrets)) {
      await deployment.#succeed("config", "set", "--secret", `--stack=${STACK}`, key, value);
    }
    return deployment;
  }

  configure(settings: readonly Setting[]): void {
    this.#project.configure(settings);
  }

  up(): Promise<readonly string[]> {
    return this.#change("up");
  }

  /**
   * Has the state say what the cluster has.
   *
   * @returns URNs of what the state said otherwise.
   */
  refresh(): Promise<readonly string[]> {
    return this.#change("refresh");
  }

  /** @throws Error with what an update would change. */
  async expectNoChanges(): Promise<void> {
    await this.#succeed("preview", "--expect-no-changes", "--diff");
  }

  /** Has the engine refuse to delete these. */
  async protect(urns: readonly string[]): Promise<void> {
    await this.#succeed("state", "protect", "--yes", ...urns);
  }

  /** Has it refuse nothing. */
  async unprotect(): Promise<void> {
    await this.#succeed("state", "unprotect", "--all", "--yes");
  }

  async kept(): Promise<string> {
    return (await this.#succeed("stack", "export")).stdout;
  }

  /** What the state has, in the order in which it was made. */
  async resources(): Promise<readonly StateResource[]> {
    const { deployment } = JSON.parse(await this.kept()) as {
      readonly deployment: { readonly resources: readonly StateResource[] };
    };
    return deployment.resources;
  }

  async gateInputs(): Promise<ReadonlyMap<string, object>> {
    const resources = await this.resources();
    return inputsOf(resources.flatMap(({ inputs }) => (inputs ? [inputs] : [])));
  }

  async destroy(): Promise<void> {
    // With a preview: without it, everything else would be gone by the time that what is protected is refused.
    await this.#succeed("destroy", "--yes");
  }

  /** Runs the CLI. */
  run(...args: readonly string[]): Promise<Result> {
    const { environment, fetchesPlugins = false } = this.#place;
    const options = [`--cwd=${this.#project.root}`, "--non-interactive", "--color=never"];
    return this.#place.sandbox.try([this.#cli, ...args, ...options], {
      env: {
        ...environment,
        // The program needs this Node, which strips types, and the CLI the language host of its own version.
        PATH: [dirname(process.execPath), dirname(this.#cli), environment["PATH"]].join(delimiter),
        PULUMI_BACKEND_URL: `file://${this.#project.state}`,
        // The passphrase of the committed stack, whose secrets stand for nothing.
        PULUMI_CONFIG_PASSPHRASE: "example",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: String(!fetchesPlugins),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Without it the CLI has no --event-log.
        PULUMI_DEBUG_COMMANDS: "true",
      },
    });
  }

  async #change(verb: "up" | "refresh"): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), "taskflow-up-"));
    const log = join(folder, "events");
    try {
      // Without a preview, which would ask the policies twice: the update asks them itself.
      const args = [verb, "--yes", "--skip-preview", `--event-log=${log}`];
      const result = await this.run(...args);
      const events = existsSync(log) ? readFileSync(log, "utf8") : "";
      // Not its event log: a debugging aid of the CLI, which has secrets as they are.
      this.printed += result.stdout + result.stderr;
      succeeded(args, result);
      return changesIn(events);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  async #succeed(...args: readonly string[]): Promise<Result> {
    return succeeded(args, await this.run(...args));
  }
}

/** @throws Error with what the CLI has printed, unless it succeeded. */
function succeeded(args: readonly string[], result: Result): Result {
  const { status, stdout, stderr } = result;
  if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return result;
}

function changesIn(log: string): string[] {
  const events = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  return events.flatMap(({ resOutputsEvent }) =>
    resOutputsEvent && CHANGES.has(resOutputsEvent.metadata.op)
      ? [resOutputsEvent.metadata.urn]
      : [],
  );
}
