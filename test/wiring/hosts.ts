import type { PreviewDocument } from "../../infra/preview/document.ts";
import {
  type Fields,
  type KubernetesObject,
  fields,
  list,
  objectsOf,
  strings,
} from "../support/objects.ts";
import { type PodTemplate, containersOf, podTemplatesOf } from "../support/pods.ts";
import { allowed } from "./network.ts";
import type { Check } from "./problem.ts";
import { selectedPods } from "./selection.ts";

/** Every host inside the cluster that a pod is told of is a Service, with that port. */
export const hosts: Check = (document) =>
  callsIn(document).flatMap(({ pod, host, service }) =>
    portsOf(service, host).length > 0
      ? []
      : [{ urn: pod.owner.urn, message: `calls ${text(host)}, which is no Service` }],
  );

/** The repository of backups only answers: its settings name the database for the jobs, which share them. */
const UNCALLED: readonly { readonly app: string; readonly host: string }[] = [
  { app: "pgbackrest", host: "postgres" },
];

/** Whoever is told of a host may also call it. */
export const callable: Check = (document) =>
  callsIn(document).flatMap(({ pod, host, service }) => {
    const ports = portsOf(service, host);
    if (!service || ports.length === 0) return [];
    const servers = selectedPods(document, service.namespace, service.spec["selector"]);
    const isUncalled = UNCALLED.some(
      ({ app, host: uncalled }) => app === pod.labels["app"] && uncalled === host.name,
    );
    const isOpen = servers.every(
      (server) =>
        isUncalled ||
        server === pod ||
        ports.some((port) =>
          allowed(document, pod, server, containerPort(server, port["targetPort"] ?? port["port"])),
        ),
    );
    return isOpen
      ? []
      : [{ urn: pod.owner.urn, message: `calls ${text(host)}, and network policies forbid it` }];
  });

interface Host {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly port?: number;
}

const LABEL = "[a-z](?:[a-z0-9-]*[a-z0-9])?";
const IN_CLUSTER = `(?<name>${LABEL})(?:\\.(?<namespace>${LABEL})\\.svc(?:\\.cluster\\.local)?)?`;

/** Forms in which a host is written: origin of a URL, item of a list of targets, setting, full name. */
const forms = [
  new RegExp(`://${IN_CLUSTER}(?::(?<port>\\d+))?(?=[/"'\\s,]|$)`, "g"),
  new RegExp(`(?:^|[\\s["',-])${IN_CLUSTER}:(?<port>\\d+)(?=["'\\s,\\]]|$)`, "gm"),
  new RegExp(`(?:^|[\\s-])host ?= ?${IN_CLUSTER}(?![\\w.-])(?: port=(?<port>\\d+))?`, "gm"),
  new RegExp(`(?<![\\w.-])(?<name>${LABEL})\\.(?<namespace>${LABEL})\\.svc(?![\\w-])`, "g"),
];

/** Hosts inside the cluster, as a text names them. */
export function hostsIn(text: string): Host[] {
  return forms
    .flatMap((form) => [...text.matchAll(form)])
    .map(({ groups = {} }) => groups)
    .filter(({ name }) => name !== undefined && name !== "localhost")
    .map(({ name = "", namespace, port }) => ({
      name,
      ...(namespace !== undefined && { namespace }),
      ...(port !== undefined && { port: Number(port) }),
    }));
}

interface Call {
  readonly pod: PodTemplate;
  readonly host: Host;
  readonly service: KubernetesObject | undefined;
}

function callsIn(document: PreviewDocument): Call[] {
  return podTemplatesOf(document).flatMap((pod) => {
    const named = textsOf(document, pod)
      .flatMap(hostsIn)
      .filter(({ name }) => !isItself(pod, name))
      .map((host) => ({ ...host, namespace: host.namespace ?? pod.namespace }));
    const distinct = new Map(named.map((host) => [text(host), host]));
    return [...distinct.values()].map((host) => ({
      pod,
      host,
      service: objectsOf(document, { kind: "Service", name: host.name }).find(
        ({ namespace }) => namespace === host.namespace,
      ),
    }));
  });
}

/** Whether a pod knows a name for one of its own. */
function isItself({ spec }: PodTemplate, name: string): boolean {
  return list(spec["hostAliases"]).some(
    ({ ip, hostnames }) => ip === "127.0.0.1" && strings(hostnames).includes(name),
  );
}

/** What a pod is told: command lines, environment, and the ConfigMaps that it mounts. */
function textsOf(document: PreviewDocument, pod: PodTemplate): string[] {
  const mounted = pod.volumes.map((volume) => fields(volume["configMap"])["name"]);
  const settings = objectsOf(document, { kind: "ConfigMap" })
    .filter(({ namespace, name }) => namespace === pod.namespace && mounted.includes(name))
    .flatMap(({ body }) => Object.values(fields(body["data"])).map(String));
  const ofContainers = containersOf(pod).flatMap(({ command = [], args = [], env = [] }) => {
    const values = new Map(env.map(({ name, value }) => [name, value]));
    const database = [values.get("PGHOST") ?? "", values.get("PGPORT") ?? ""].join(":");
    return [...command, ...args, ...values.values(), database].filter((text) => text !== undefined);
  });
  return [...settings, ...ofContainers];
}

function portsOf(service: KubernetesObject | undefined, { port }: Host): Fields[] {
  return list(service?.spec["ports"]).filter(
    (served) => port === undefined || served["port"] === port,
  );
}

function containerPort(pod: PodTemplate, target: unknown): unknown {
  const named = containersOf(pod)
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === target);
  return named?.containerPort ?? target;
}

function text({ namespace = "", name, port }: Host): string {
  return `${namespace}/${name}${port === undefined ? "" : `:${port}`}`;
}
