import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type WireObject, declaredInputs, isObject } from "../../../infra/preview/engine/wire.ts";
import type { Cluster } from "../cluster.ts";
import { until } from "../until.ts";
import type { Answer, Api } from "./api.ts";

/** As much of an object as is asked about. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
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

/** What an answer says that refuses to change what is there, so that it must be made anew. */
const UNCHANGEABLE = /field is immutable|may not be changed|updates to .* are forbidden/;

/** Kubernetes objects by server-side apply, and the conditions that the provider waits for. */
export class Objects {
  readonly #cluster: Cluster;
  readonly #api: Api;

  constructor(cluster: Cluster, api: Api) {
    this.#cluster = cluster;
    this.#api = api;
  }

  /** Makes an object what it is declared to be, and resolves when it is ready. */
  async apply(manifest: KubernetesObject): Promise<KubernetesObject> {
    let { status, body } = await this.#apply(manifest);
    if (status >= 400 && UNCHANGEABLE.test(body)) {
      await this.delete(manifest);
      ({ status, body } = await this.#apply(manifest));
    }
    if (status >= 400) throw new Error(`${nameOf(manifest)}: ${body}`);
    const waits = waitsFor(manifest);
    if (waits.length === 0) return JSON.parse(body) as KubernetesObject;
    for (const wait of waits) await this.#cluster.kubectl(wait);
    const made = await this.find(manifest);
    if (!made) throw new Error(`${nameOf(manifest)} is gone as soon as it was made`);
    return made;
  }

  /** An object as it is, if it is there. */
  async find(manifest: KubernetesObject): Promise<KubernetesObject | undefined> {
    const { status, body } = await this.#api.ask("GET", await this.#api.pathOf(manifest));
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${nameOf(manifest)}: ${body}`);
    return JSON.parse(body) as KubernetesObject;
  }

  /** Removes an object, and resolves when it is gone with what it owns: as the provider does, unless told otherwise. */
  async delete(manifest: KubernetesObject): Promise<void> {
    const there = await this.find(manifest);
    if (!there) return;
    const path = await this.#api.pathOf(manifest);
    const options = { propagationPolicy: "Foreground" };
    const { status, body } = await this.#api.ask("DELETE", path, options);
    if (status >= 400 && status !== 404) throw new Error(`${nameOf(manifest)}: ${body}`);
    const gone = async () => {
      const now = await this.find(manifest);
      return now?.metadata.uid !== there.metadata.uid || undefined;
    };
    await until(`the end of ${nameOf(manifest)}`, gone, { seconds: SECONDS });
  }

  async #apply(manifest: KubernetesObject): Promise<Answer> {
    const path = await this.#api.pathOf(manifest);
    const query = "fieldManager=taskflow&force=true&fieldValidation=Strict";
    return this.#api.ask("PATCH", `${path}?${query}`, manifest, "application/apply-patch+yaml");
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
