import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readStackFile } from "../../../infra/config/stack-file.ts";
import { runWith } from "../../../infra/preview/engine/index.ts";
import { type WireObject, declaredInputs, secret } from "../../../infra/preview/engine/wire.ts";
import { program } from "../../../infra/program.ts";
import type { Cluster } from "../cluster.ts";
import { Api } from "./api.ts";
import { UpdateMonitor, withIgnored } from "./monitor.ts";
import { type KubernetesObject, Objects, isSame, manifestOf, outputsOf } from "./objects.ts";
import type { Deployment } from "./deployment.ts";
import { inputsOf } from "./gate-inputs.ts";
import { type Project, STACK, type Setting } from "./project.ts";
import { type Kept, State } from "./state.ts";

const PROJECT = "taskflow";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The local stack on a cluster where there is no engine: the same program, with its resources made one by one. */
export class DriverDeployment implements Deployment {
  readonly by: string;
  readonly root: string;
  readonly printed = "";
  readonly #cluster: Cluster;
  readonly #project: Project;
  readonly #state: State;
  readonly #secret = randomBytes(18).toString("base64url");

  /** @param reason why it is not the engine. */
  constructor(cluster: Cluster, project: Project, reason: string) {
    this.by = `a driver, since ${reason}`;
    this.#cluster = cluster;
    this.#project = project;
    this.root = project.root;
    // Who reads the stack's file looks for them, and has no need of their values.
    const secure = "known to the driver alone";
    project.configure(
      Object.keys(project.secrets).map((key) => ({ path: [key], value: { secure } })),
    );
    this.#state = new State(join(project.state, "resources.json"));
  }

  configure(settings: readonly Setting[]): void {
    this.#project.configure(settings);
  }

  up(): Promise<readonly string[]> {
    return Api.during(this.#cluster, (api) => this.#up(new Objects(this.#cluster, api)));
  }

  async #up(objects: Objects): Promise<readonly string[]> {
    const changed: string[] = [];
    const seen = new Set<string>();
    const outdated: KubernetesObject[] = [];
    const monitor = new UpdateMonitor(PROJECT, STACK, async (urn, type, given, options) => {
      seen.add(urn);
      const before = this.#state.get(urn);
      const inputs = withIgnored(given, before?.inputs, options);
      // As it is now, and not as it was left: others may have changed it since, as autoscalers do.
      const was = before && (await found(objects, before));
      const outputs = await this.#make(objects, type, inputs, before);
      this.#state.set(urn, { type, inputs, outputs, retained: options.retainOnDelete });
      if (!was || isNew(was, outputs)) changed.push(urn);
      if (before && type.startsWith("kubernetes:")) {
        const [old, now] = [before.outputs, outputs].map((each) => asObject(each));
        if (old && now && !isSame(old, now)) outdated.push(old);
      }
      return outputs;
    });
    await this.#run(monitor);
    for (const object of outdated.reverse()) await objects.delete(object);
    for (const [urn, kept] of this.#state.newestFirst) {
      if (seen.has(urn)) continue;
      await this.#remove(objects, urn, kept);
      changed.push(urn);
    }
    return changed;
  }

  /** It remembers secrets as they are, for itself alone. */
  kept(): Promise<string> {
    return Promise.resolve("");
  }

  gateInputs(): Promise<ReadonlyMap<string, object>> {
    const inputs = this.#state.newestFirst.map(([, kept]) => declaredInputs(kept.inputs));
    return Promise.resolve(inputsOf(inputs));
  }

  async destroy(): Promise<void> {
    await Api.during(this.#cluster, async (api) => {
      const objects = new Objects(this.#cluster, api);
      for (const [urn, kept] of this.#state.newestFirst) await this.#remove(objects, urn, kept);
    });
  }

  async #remove(objects: Objects, urn: string, { type, outputs, retained }: Kept): Promise<void> {
    if (type.startsWith("kubernetes:") && !retained) await objects.delete(asObject(outputs));
    this.#state.delete(urn);
  }

  async #run(monitor: UpdateMonitor): Promise<void> {
    const { root } = this.#project;
    const { config, secretKeys } = readStackFile(root, STACK);
    // Nobody has the passphrase but the engine, and any secret will do where none was given.
    const secrets = {
      ...Object.fromEntries([...secretKeys].map((key) => [key, this.#secret])),
      ...this.#project.secrets,
    };
    const surroundings = {
      ...{ project: PROJECT, stack: STACK, root, monitor, log: () => undefined },
      config: { ...config, ...secrets },
      secretKeys: Object.keys(secrets),
      dryRun: false,
    };
    await runWith(program, surroundings);
  }

  async #make(
    objects: Objects,
    type: string,
    inputs: WireObject,
    before: Kept | undefined,
  ): Promise<WireObject> {
    if (type.startsWith("kubernetes:")) {
      return outputsOf(await objects.apply(manifestOf(inputs)));
    }
    if (before && isDeepStrictEqual(before.inputs, inputs)) return before.outputs;
    switch (type) {
      case "random:index/randomPassword:RandomPassword":
        return { ...inputs, result: secret(randomText(Number(inputs["length"]))) };
      case "command:local:Command":
        return { ...inputs, stdout: await this.#command(declaredInputs(inputs)) };
      default:
        throw new Error(`nothing here makes ${type}`);
    }
  }

  async #command(inputs: Readonly<Record<string, unknown>>): Promise<string> {
    const { interpreter, create, stdin = "", environment = {} } = inputs;
    const script = `cd "$1"; shift; exec "$@"`;
    const folder = join(this.#project.root, "infra");
    const command = [...(interpreter as string[]), create as string];
    return this.#cluster.sandbox.run(["bash", "-euc", script, "bash", folder, ...command], {
      env: { ...this.#cluster.environment, ...(environment as NodeJS.ProcessEnv) },
      input: stdin as string,
    });
  }
}

async function found(objects: Objects, { type, outputs }: Kept): Promise<WireObject | undefined> {
  if (!type.startsWith("kubernetes:")) return outputs;
  const object = await objects.find(asObject(outputs));
  return object && outputsOf(object);
}

function asObject(outputs: WireObject): KubernetesObject {
  return outputs as unknown as KubernetesObject;
}

/** Whether an object was made anew or its specification has changed; what has none is never changed in place. */
function isNew(before: WireObject, now: WireObject): boolean {
  const identity = (outputs: WireObject) => {
    const { uid, generation } = (outputs["metadata"] ?? {}) as Record<string, unknown>;
    return [uid, generation];
  };
  return !isDeepStrictEqual(identity(before), identity(now));
}

function randomText(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
