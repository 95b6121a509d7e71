import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type WireObject, declaredInputs, isObject } from "../../../infra/preview/engine/wire.ts";
import type { Cluster } from "../cluster.ts";

/** As much of an object as is asked about. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const AUTONAMED = "pulumi.com/autonamed";
const SKIP_AWAIT = "pulumi.com/skipAwait";
const SECONDS = 600;

/**
 * Inputs as the API server is given them. Names that the provider makes up follow from the content, so that what
 * cannot be changed is made anew under another name, as the provider does.
 */
export function manifestOf(inputs: WireObject): KubernetesObject {
  const manifest = declaredInputs(inputs) as unknown as KubernetesObject;
  const { annotations, name } = manifest.metadata;
  if (annotations?.[AUTONAMED] !== "true") return manifest;
  const content = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 8);
  return {
    ...manifest,
    metadata: { ...manifest.metadata, name: `${name.slice(0, -8)}${content}` },
  };
}

/** Whether two are the same object, in whatever state. */
export function isSame(one: KubernetesObject, other: KubernetesObject): boolean {
  return isDeepStrictEqual(referenceTo(one), referenceTo(other));
}

/** Kubernetes objects by server-side apply, and the conditions that the provider waits for. */
export class Objects {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Makes an object what it is declared to be, and resolves when it is ready. */
  async apply(manifest: KubernetesObject): Promise<KubernetesObject> {
    const { status, stderr } = await this.#apply(manifest);
    if (status !== 0) {
      if (!/field is immutable|may not be changed|updates to .* are forbidden/.test(stderr)) {
        throw new Error(`${nameOf(manifest)}: ${stderr}`);
      }
      await this.delete(manifest);
      const again = await this.#apply(manifest);
      if (again.status !== 0) throw new Error(`${nameOf(manifest)}: ${again.stderr}`);
    }
    for (const wait of waitsFor(manifest)) await this.#cluster.kubectl(wait);
    const made = await this.find(manifest);
    if (!made) throw new Error(`${nameOf(manifest)} is gone as soon as it was made`);
    return made;
  }

  /** An object as it is, if it is there. */
  async find(manifest: KubernetesObject): Promise<KubernetesObject | undefined> {
    const get = ["get", "--output=json", "--ignore-not-found", ...referenceTo(manifest)];
    const text = await this.#cluster.kubectl(get);
    return text === "" ? undefined : (JSON.parse(text) as KubernetesObject);
  }

  async delete(manifest: KubernetesObject): Promise<void> {
    const options = ["--ignore-not-found", "--wait", `--timeout=${SECONDS}s`];
    await this.#cluster.kubectl(["delete", ...options, ...referenceTo(manifest)]);
  }

  #apply(manifest: KubernetesObject) {
    const args = ["apply", "--server-side", "--force-conflicts", "--field-manager=taskflow"];
    return this.#cluster.sandbox.try(["kubectl", ...args, "--validate=strict", "--filename=-"], {
      env: this.#cluster.environment,
      input: JSON.stringify(manifest),
    });
  }
}

/** What the provider waits for, as commands that end when it has come true. Source: its `await` package. */
function waitsFor(manifest: KubernetesObject): string[][] {
  const { kind, metadata } = manifest;
  if (metadata.annotations?.[SKIP_AWAIT] === "true") return [];
  const reference = referenceTo(manifest);
  const timeout = `--timeout=${SECONDS}s`;
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return [["rollout", "status", timeout, ...reference]];
    case "Job":
      return [["wait", "--for=condition=Complete", timeout, ...reference]];
    default:
      return [];
  }
}

function referenceTo({ apiVersion, kind, metadata }: KubernetesObject): string[] {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const type = group === "" ? kind : `${kind}.${version ?? ""}.${group ?? ""}`;
  const namespace = metadata.namespace === undefined ? [] : [`--namespace=${metadata.namespace}`];
  return [`${type}/${metadata.name}`, ...namespace];
}

function nameOf({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return [kind, namespace, name].filter((part) => part !== undefined).join("/");
}

/** An object as an output of the engine. */
export function outputsOf(object: KubernetesObject): WireObject {
  return isObject(object as unknown as WireObject) ? (object as unknown as WireObject) : {};
}
