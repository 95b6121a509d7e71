import { type PreviewDocument, SECRET, UNKNOWN } from "../../infra/preview/document.ts";
import { type Fields, type KubernetesObject, fields, list, objectsOf } from "../support/objects.ts";
import { type PodTemplate, containersOf, podTemplatesOf } from "../support/pods.ts";
import { foreignConfigMaps, foreignObjects } from "./foreign.ts";
import type { Check, Problem } from "./problem.ts";

/** Every volume is mounted and every mount has its volume; what a pod reads is declared in its namespace, with its keys. */
export const volumes: Check = (document) => {
  const sources = sourcesOf(document);
  return podTemplatesOf(document).flatMap((pod) => [
    ...unmatchedMounts(pod),
    ...readBy(pod).flatMap((read) => unreadable(pod, read, sources)),
  ]);
};

/** Which pods read what is declared by which resource, for what has one. */
export function readsIn(
  document: PreviewDocument,
): { readonly urn: string; readonly target: string }[] {
  const sources = sourcesOf(document);
  return podTemplatesOf(document).flatMap((pod) =>
    readBy(pod).flatMap(({ kind, name }) => {
      const source = sources.get(sourceId(kind, pod.namespace, name));
      return source ? [{ urn: pod.owner.urn, target: source.urn }] : [];
    }),
  );
}

type SourceKind = "Secret" | "ConfigMap" | "PersistentVolumeClaim";

interface Read {
  readonly kind: SourceKind;
  readonly name: string;
  readonly keys: readonly string[];
}

interface Source {
  /** Of what declares it, or what makes an operator create it. */
  readonly urn: string;
  /** Undefined where the preview does not show them. */
  readonly keys: readonly string[] | undefined;
}

type Sources = ReadonlyMap<string, Source>;

function sourceId(kind: SourceKind, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}

/** Secrets, ConfigMaps and claims, whether declared or made by an operator from what is declared. */
function sourcesOf(document: PreviewDocument): Sources {
  const sources = new Map<string, Source>();
  for (const object of objectsOf(document)) {
    const { urn, kind, name, namespace, body, spec } = object;
    const add = (made: SourceKind, as: unknown, keys: readonly string[] | undefined) =>
      sources.set(sourceId(made, namespace, String(as)), { urn, keys });
    switch (kind) {
      case "Secret":
      case "ConfigMap":
        add(kind, name, keysOf(body["data"], body["stringData"], body["binaryData"]));
        break;
      case "PersistentVolumeClaim":
        add(kind, name, []);
        break;
      case "StatefulSet":
        for (const claim of claimsOf(object)) add("PersistentVolumeClaim", claim, []);
        break;
      case "Certificate":
        add("Secret", spec["secretName"], ["tls.crt", "tls.key", "ca.crt"]);
        break;
      case "ExternalSecret":
        add(
          "Secret",
          fields(spec["target"])["name"] ?? name,
          list(spec["data"]).map(({ secretKey }) => String(secretKey)),
        );
        break;
    }
  }
  return sources;
}

/** The claims that the controller makes, one a template and replica. */
function claimsOf({ name, spec }: KubernetesObject): string[] {
  const replicas = Array.from({ length: Number(spec["replicas"] ?? 1) }, (_, ordinal) => ordinal);
  return list(spec["volumeClaimTemplates"])
    .map((template) => String(fields(template["metadata"])["name"]))
    .flatMap((template) => replicas.map((ordinal) => `${template}-${name}-${ordinal}`));
}

function keysOf(...parts: readonly unknown[]): readonly string[] | undefined {
  if (parts.some((part) => part === SECRET || part === UNKNOWN)) return undefined;
  return parts.flatMap((part) => Object.keys(fields(part)));
}

function readBy(pod: PodTemplate): Read[] {
  const ofVolumes = pod.volumes.flatMap((volume) => [
    ...readOf(volume),
    ...list(fields(volume["projected"])["sources"]).flatMap(readOf),
  ]);
  const ofEnvironment = containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
    ...env.flatMap(({ valueFrom }) => {
      const { secretKeyRef, configMapKeyRef } = fields(valueFrom);
      return [...readOfKey("Secret", secretKeyRef), ...readOfKey("ConfigMap", configMapKeyRef)];
    }),
    ...envFrom.flatMap(({ secretRef, configMapRef }) => [
      ...readOfKey("Secret", secretRef),
      ...readOfKey("ConfigMap", configMapRef),
    ]),
  ]);
  return [...ofVolumes, ...ofEnvironment];
}

/** A volume, or one source of a projected volume: they differ in how they name a Secret. */
function readOf({ secret, configMap, persistentVolumeClaim }: Fields): Read[] {
  const read = (kind: SourceKind, source: unknown, name: unknown): Read[] => {
    if (source === undefined) return [];
    const keys = list(fields(source)["items"]).map(({ key }) => String(key));
    return [{ kind, name: String(name), keys }];
  };
  const { secretName, name: projectedName } = fields(secret);
  return [
    ...read("Secret", secret, secretName ?? projectedName),
    ...read("ConfigMap", configMap, fields(configMap)["name"]),
    ...read(
      "PersistentVolumeClaim",
      persistentVolumeClaim,
      fields(persistentVolumeClaim)["claimName"],
    ),
  ];
}

function readOfKey(kind: SourceKind, reference: unknown): Read[] {
  if (reference === undefined) return [];
  const { name, key } = fields(reference);
  return [{ kind, name: String(name), keys: typeof key === "string" ? [key] : [] }];
}

function unreadable(pod: PodTemplate, { kind, name, keys }: Read, sources: Sources): Problem[] {
  const { urn } = pod.owner;
  const id = sourceId(kind, pod.namespace, name);
  const foreign = kind === "ConfigMap" ? foreignConfigMaps[name] : undefined;
  if (foreignObjects.includes(id)) return [];
  if (!foreign && !sources.has(id)) return [{ urn, message: `reads ${id}, which is not declared` }];
  const known = foreign ?? sources.get(id)?.keys;
  return keys
    .filter((key) => known && !known.includes(key))
    .map((key) => ({ urn, message: `reads the key ${key} of ${id}, which it does not have` }));
}

function unmatchedMounts(pod: PodTemplate): Problem[] {
  const { urn } = pod.owner;
  const available = [...pod.volumes.map(({ name }) => name), ...pod.claimTemplates];
  const mounts = containersOf(pod).flatMap((container) =>
    (container.volumeMounts ?? []).map(({ name }) => ({ container: container.name, name })),
  );
  return [
    ...mounts
      .filter(({ name }) => !available.includes(name))
      .map(({ container, name }) => ({
        urn,
        message: `${container} mounts ${name}, which is no volume of the pod`,
      })),
    ...available
      .filter((volume) => !mounts.some(({ name }) => name === volume))
      .map((volume) => ({ urn, message: `nothing mounts the volume ${volume}` })),
  ];
}
