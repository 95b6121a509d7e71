import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import { each, eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Finding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { podPath } from "../workloads.ts";

/** What a field holds: a plain value, a list of something, a map to something, or fields. */
type Shape =
  | "string"
  | "number"
  | "boolean"
  | "number or string"
  | { readonly listOf: Shape }
  | { readonly mapTo: Shape }
  | { readonly fields: Fields };

interface Fields {
  readonly [field: string]: Shape;
}

const list = (listOf: Shape): Shape => ({ listOf });
const map = (mapTo: Shape): Shape => ({ mapTo });
const fields = (fields: Fields): Shape => ({ fields });

const strings = list("string");
const quantities = map("number or string");
const typed = fields({ type: "string" });

const confinement: Fields = {
  appArmorProfile: typed,
  runAsGroup: "number",
  runAsNonRoot: "boolean",
  runAsUser: "number",
  seLinuxOptions: fields({ role: "string", type: "string", user: "string" }),
  seccompProfile: typed,
  windowsOptions: fields({ hostProcess: "boolean" }),
};

const action = fields({
  exec: fields({ command: strings }),
  grpc: fields({ port: "number", service: "string" }),
  httpGet: fields({
    host: "string",
    httpHeaders: list(fields({ name: "string", value: "string" })),
    path: "string",
    port: "number or string",
  }),
  sleep: fields({ seconds: "number" }),
  tcpSocket: fields({ host: "string", port: "number or string" }),
});

const container = fields({
  args: strings,
  command: strings,
  env: list(
    fields({
      name: "string",
      value: "string",
      valueFrom: fields({ secretKeyRef: fields({}) }),
    }),
  ),
  envFrom: list(fields({ secretRef: fields({}) })),
  image: "string",
  imagePullPolicy: "string",
  lifecycle: fields({ postStart: action, preStop: action }),
  livenessProbe: action,
  name: "string",
  ports: list(fields({ containerPort: "number", hostPort: "number", name: "string" })),
  readinessProbe: action,
  resources: fields({ limits: quantities, requests: quantities }),
  restartPolicy: "string",
  securityContext: fields({
    ...confinement,
    allowPrivilegeEscalation: "boolean",
    capabilities: fields({ add: strings, drop: strings }),
    privileged: "boolean",
    procMount: "string",
    readOnlyRootFilesystem: "boolean",
  }),
  startupProbe: action,
  volumeMounts: list(fields({ mountPath: "string", name: "string", readOnly: "boolean" })),
});

const selecting = fields({ matchExpressions: list(fields({})), matchLabels: map("string") });
const term = fields({ labelSelector: selecting, topologyKey: "string" });

const POD = fields({
  metadata: fields({ annotations: map("string"), labels: map("string") }),
  spec: fields({
    affinity: fields({
      podAntiAffinity: fields({
        preferredDuringSchedulingIgnoredDuringExecution: list(fields({ podAffinityTerm: term })),
        requiredDuringSchedulingIgnoredDuringExecution: list(term),
      }),
    }),
    containers: list(container),
    ephemeralContainers: list(container),
    hostUsers: "boolean",
    initContainers: list(container),
    os: fields({ name: "string" }),
    restartPolicy: "string",
    securityContext: fields({
      ...confinement,
      fsGroup: "number",
      supplementalGroups: list("number"),
      sysctls: list(fields({ name: "string", value: "string" })),
    }),
    serviceAccountName: "string",
    terminationGracePeriodSeconds: "number",
    topologySpreadConstraints: list(term),
    volumes: list(
      fields({
        hostPath: fields({ path: "string" }),
        image: fields({ reference: "string" }),
        name: "string",
      }),
    ),
  }),
});

const onePod = (spec: object) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "example" },
  spec,
});

/** Others read these fields and take what has another type for missing: so nothing of another type may be there. */
export const podWellFormed: Rule = {
  name: "pod-well-formed",
  title: "The fields of a pod that rules read have the types that Kubernetes gives them.",
  why: "What cannot be read cannot be judged, and the API server refuses it in the middle of an update.",
  severity: "high",
  checklist: [],
  standards: {},
  fix: "Write the field as the API reference has it. In YAML, quote what must be a string.",
  examples: {
    compliant: [deployment()],
    violating: [
      onePod({}),
      onePod({ containers: "example" }),
      onePod({ containers: [null] }),
      deployment({ container: { securityContext: { capabilities: { add: "SYS_ADMIN" } } } }),
      deployment({ container: { securityContext: { runAsUser: "10001" } } }),
      deployment({ container: { env: [{ name: "PORT", value: 3000 }] } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(["containers", "fields"], function* (part) {
      if (part === "containers") {
        const containers = at(pod.spec, "containers");
        const given = isUnset(containers) || (Array.isArray(containers) && containers.length === 0);
        const path = podPath(pod, "spec", "containers");
        if (given) yield { path, must: "have a container" };
        return;
      }
      const keys = pod.path === "" ? [] : pod.path.split(".");
      yield* misshapen(at(pod.resource.inputs, ...keys), POD, pod.path);
    });
  },
};

function* misshapen(value: unknown, shape: Shape, path: string): Generator<Finding> {
  if (isUnset(value)) return;
  if (typeof shape === "string") {
    if (!shape.split(" or ").includes(typeof value)) yield wrong(value, path, `be a ${shape}`);
  } else if ("listOf" in shape) {
    if (!Array.isArray(value)) yield wrong(value, path, "be a list");
    yield* eachIn(value, path, function* (element, path) {
      if (element === null) yield { path, is: "null", must: "be set" };
      else yield* misshapen(element, shape.listOf, path);
    });
  } else if (!record(value)) {
    yield wrong(value, path, "have fields");
  } else if ("mapTo" in shape) {
    yield* each(Object.keys(value), (key) =>
      misshapen(at(value, key), shape.mapTo, join(path, key)),
    );
  } else {
    yield* each(Object.entries(shape.fields), ([name, field]) => {
      // Most fields are not there, and their paths of no use.
      const inner = at(value, name);
      return isUnset(inner) ? [] : misshapen(inner, field, join(path, name));
    });
  }
}

/** Without the value, which may be anything. */
function wrong(value: unknown, path: string, must: string): Finding {
  const is = Array.isArray(value)
    ? "a list"
    : typeof value === "object"
      ? "fields"
      : `a ${typeof value}`;
  return { path, is, must };
}
