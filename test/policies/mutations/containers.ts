import { type Breakage, type Way, gone, is, made, plus } from "./breakage.ts";

const SECURITY = "container.securityContext";
const CREDENTIAL = "correct horse battery";

const bounds = (rule: string, name: string, more: string): Breakage[] => {
  const at = ["requests", "limits"].map((bound) => `container.resources.${bound}."${name}"`);
  return [
    { rule, at, by: [gone, ...is(null, "", "0", 0, "-1", "lots", true, [], {})] },
    { rule, at: at.slice(0, 1), by: is(more) },
    { rule, at: "container.resources", by: [gone, ...is(null, {}, [])] },
    {
      rule,
      at: ["container.resources.requests", "container.resources.limits"],
      by: [gone, ...is(null, {})],
    },
  ];
};

const DEFAULTS =
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD SETFCAP SETGID SETPCAP SETUID SYS_CHROOT";
const BEYOND =
  "ALL SYS_ADMIN SYS_PTRACE SYS_MODULE SYS_TIME NET_ADMIN NET_RAW BPF CAP_SYS_ADMIN sys_admin DAC_READ_SEARCH * net_bind_service";
const capabilities = (names: string) => names.split(" ").map((name) => [name]);

/** Probes and handlers that exist, by action. */
const handlers = (rest: string) =>
  ["startupProbe", "readinessProbe", "livenessProbe"].map((probe) => `container.${probe}.${rest}`);

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"].map(
  (probe) => `container.${probe}`,
);
const PORTS = "container.ports.*";
const TIMED = ["startupProbe", "readinessProbe", "livenessProbe"];

/** Containers that serve are asked how they are: those of Deployments, StatefulSets and DaemonSets that have ports. */
const servers = ["Deployment", "StatefulSet", "DaemonSet"];

/** Those that have ports, without a field or with another. */
const serving = (text: string, fields: Readonly<Record<string, unknown>>): Way =>
  made(text, (container: { readonly ports?: unknown[] }) =>
    container.ports ? { ...container, ...fields } : container,
  );

/** Variables whose name or value gives them away. */
const secretVariables = [
  { name: "DATABASE_PASSWORD", value: CREDENTIAL },
  { name: "API_KEY", value: "x" },
  { name: "apiToken", value: CREDENTIAL },
  { name: "CLIENT_SECRET", value: CREDENTIAL },
  { name: "DATABASE_URL", value: "postgres://taskflow:horse@postgres/taskflow" },
  { name: "REDIS", value: "redis://:horse@redis:6379" },
  { name: "SETTINGS", value: "-----BEGIN RSA PRIVATE KEY-----\nMIIE" },
  { name: "AWS", value: "AKIAIOSFODNN7EXAMPLE" },
  { name: "SETTINGS", value: `ghp_${"a1B2".repeat(9)}` },
  { name: "SETTINGS", value: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl" },
  { name: "SETTINGS", value: "Server=db;User=sa;Password=horse;" },
];

/** The zone is the last variable of its name, and nothing else may hide it. */
const zone = (change: (variable: { name: string }) => unknown) => (env: { name: string }[]) =>
  env
    .flatMap((variable) => (variable.name === "TZ" ? [change(variable)] : [variable]))
    .filter(Boolean);

const sameProbe: Way = {
  text: "asks what readinessProbe asks",
  change: (container) => {
    const { readinessProbe } = container as { readonly readinessProbe?: object };
    return readinessProbe ? { ...(container as object), livenessProbe: readinessProbe } : container;
  },
};
const sameProbeOtherwiseTimed: Way = {
  text: "asks what readinessProbe asks, less often",
  change: (container) => {
    const { readinessProbe } = container as { readonly readinessProbe?: object };
    const livenessProbe = { ...readinessProbe, periodSeconds: 77, failureThreshold: 9 };
    return readinessProbe ? { ...(container as object), livenessProbe } : container;
  },
};

interface Spec {
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: object }[];
  readonly containers: readonly { readonly volumeMounts?: readonly { readonly name: string }[] }[];
}

const mountingHost = (mount: object) => (spec: Spec) => ({
  ...spec,
  volumes: [...(spec.volumes ?? []), { name: "node", hostPath: { path: "/var/log" } }],
  containers: spec.containers.map((container) => ({
    ...container,
    volumeMounts: [
      ...(container.volumeMounts ?? []),
      { name: "node", mountPath: "/node", ...mount },
    ],
  })),
});

const hostMounts = (change: object) => (spec: Spec) => ({
  ...spec,
  containers: spec.containers.map((container) => ({
    ...container,
    volumeMounts: container.volumeMounts?.map((mount) =>
      spec.volumes?.find(({ name }) => name === mount.name)?.hostPath
        ? { ...mount, ...change }
        : mount,
    ),
  })),
});

export const containers: readonly Breakage[] = [
  ...bounds("container-bounded-cpu", "cpu", "64"),
  ...bounds("container-bounded-memory", "memory", "1Ti"),
  ...bounds("container-bounded-ephemeral-storage", "ephemeral-storage", "1Ti"),
  {
    rule: "container-default-capabilities",
    at: `${SECURITY}.capabilities.add`,
    by: is(...capabilities(BEYOND), ["NET_BIND_SERVICE", "SYS_ADMIN"], [1], [{}]),
  },
  {
    rule: "container-few-capabilities",
    at: `${SECURITY}.capabilities.add`,
    by: is(...capabilities(DEFAULTS), ["NET_BIND_SERVICE", "CHOWN"]),
  },
  {
    rule: "container-drops-capabilities",
    at: `${SECURITY}.capabilities.drop`,
    by: [gone, ...is(null, [], ["NET_RAW"], ["all"], [["ALL"]], "ALL")],
  },
  {
    rule: "container-drops-capabilities",
    at: `${SECURITY}.capabilities`,
    by: [gone, ...is(null, {}, { add: [] })],
  },
  {
    rule: "container-drains",
    of: "Deployment",
    at: ["container.lifecycle", "container.lifecycle.preStop"],
    by: [gone, made("= null", () => null), made("= {}", () => ({}))],
  },
  {
    rule: "container-drains",
    of: "Deployment",
    at: "container.lifecycle.preStop.sleep.seconds",
    by: [gone, ...is(0, null, "")],
  },
  {
    rule: "container-handler-ports",
    at: handlers("httpGet.port"),
    by: [gone, ...is(null, "", 1, 0, -1, "nothing", 65_535, "*")],
  },
  {
    rule: "container-handler-ports",
    at: handlers("tcpSocket.port"),
    by: [gone, ...is(null, "", 1, 0, -1, "nothing")],
  },
  { rule: "container-handler-ports", at: handlers("tcpSocket"), by: is({ port: 1 }) },
  { rule: "container-handler-ports", at: handlers("grpc"), by: is({ port: 1 }) },
  {
    rule: "container-handlers-stay-in-pod",
    at: handlers("httpGet.host"),
    by: is("169.254.169.254", "example.com", "127.0.0.1", "*", 1, true),
  },
  {
    rule: "container-handlers-stay-in-pod",
    at: [...PROBES.map((probe) => `${probe}.tcpSocket`), "container.lifecycle.preStop.tcpSocket"],
    by: is({ port: 1, host: "10.0.0.1" }),
  },
  {
    rule: "container-handlers-stay-in-pod",
    at: "container.lifecycle",
    by: is({ postStart: { httpGet: { host: "example.com", port: 80 } } }),
  },
  {
    rule: "container-host-mounts-read-only",
    at: "pod.spec",
    by: [undefined, null, false, "true", 1].map((readOnly) =>
      made(`mounts /var/log with readOnly ${String(readOnly)}`, mountingHost({ readOnly })),
    ),
  },
  {
    rule: "container-host-mounts-read-only",
    of: "DaemonSet",
    at: "pod.spec",
    by: [undefined, false].map((readOnly) =>
      made(
        `mounts all that is the node's with readOnly ${String(readOnly)}`,
        hostMounts({ readOnly }),
      ),
    ),
  },
  {
    rule: "container-no-host-port",
    at: `${PORTS}.hostPort`,
    by: is(80, 8080, 1, -1, "8080", true),
  },
  {
    rule: "container-no-literal-credentials",
    at: "container.env",
    by: plus(...secretVariables),
  },
  {
    rule: "container-no-literal-credentials",
    at: ["container.args", "container.command"],
    by: [
      ...plus("--password=horse", "--api-key=horse", "PGPASSWORD=horse psql", "postgres://a:b@c/d"),
      made("+ --password horse", (words: unknown[]) => [...words, "--password", "horse"]),
    ],
  },
  {
    rule: "container-no-literal-credentials",
    at: handlers("httpGet.httpHeaders"),
    by: is([{ name: "Authorization", value: "Basic aG9yc2U6aG9yc2U=" }]),
  },
  {
    rule: "container-no-literal-credentials",
    at: handlers("exec.command"),
    by: plus("PGPASSWORD=horse psql"),
  },
  {
    rule: "container-no-privilege-escalation",
    at: `${SECURITY}.allowPrivilegeEscalation`,
    by: [gone, ...is(true, null, "false", 0, "", {})],
  },
  { rule: "container-no-ssh", at: `${PORTS}.containerPort`, by: is(22, 2222) },
  { rule: "container-no-ssh", at: `${PORTS}.name`, by: is("ssh") },
  { rule: "container-no-ssh", at: "container.ports.+", by: is({ containerPort: 22 }) },
  {
    rule: "container-no-terminal",
    at: ["container.stdin", "container.tty"],
    by: is(true, "true", 1),
  },
  { rule: "container-not-privileged", at: `${SECURITY}.privileged`, by: is(true, "true", 1, {}) },
  {
    rule: "container-probes",
    of: servers,
    at: "container",
    by: TIMED.flatMap((probe) =>
      [undefined, null, {}, { periodSeconds: 5 }, { httpGet: null }, [], "x"].map((value) =>
        serving(`${probe} = ${JSON.stringify(value)}`, { [probe]: value }),
      ),
    ),
  },
  {
    rule: "container-probes",
    of: servers,
    at: handlers("httpGet"),
    by: [gone, made("= null", () => null)],
  },
  {
    rule: "container-probes-differ",
    of: servers,
    at: "container",
    by: [sameProbe, sameProbeOtherwiseTimed],
    told: "container.livenessProbe",
  },
  {
    rule: "container-proc-mount",
    at: `${SECURITY}.procMount`,
    by: is("Unmasked", "", "default", true),
  },
  {
    rule: "container-proc-masked",
    at: "pod.spec",
    by: [
      made("in a user namespace, with procMount Unmasked", (spec: { containers: object[] }) => ({
        ...spec,
        hostUsers: false,
        containers: spec.containers.map((container) => ({
          ...container,
          securityContext: { procMount: "Unmasked" },
        })),
      })),
    ],
  },
  {
    rule: "container-read-only-root",
    at: `${SECURITY}.readOnlyRootFilesystem`,
    by: [gone, ...is(false, null, "true", 1, {})],
  },
  { rule: "container-read-only-root", at: SECURITY, by: [gone, ...is(null, {})] },
  {
    rule: "container-seccomp-set",
    at: "pod.spec",
    by: [
      made(
        "without a seccomp profile",
        (spec: { securityContext: object; containers: object[] }) => ({
          ...spec,
          securityContext: { ...spec.securityContext, seccompProfile: undefined },
          containers: spec.containers.map((container) => ({ ...container, securityContext: null })),
        }),
      ),
    ],
  },
  {
    rule: "container-secrets-as-files",
    at: "container.env",
    by: plus({ name: "X", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }),
  },
  {
    rule: "container-secrets-as-files",
    at: "container.env.*.valueFrom",
    by: is({ secretKeyRef: { name: "a", key: "b", optional: true } }),
  },
  {
    rule: "container-secrets-as-files",
    at: "container.envFrom",
    by: is([{ secretRef: { name: "a" } }], [{ configMapRef: { name: "a" } }, { secretRef: {} }]),
  },
  { rule: "container-security-context", at: SECURITY, by: [gone, ...is(null, {}, [], "x")] },
  {
    rule: "container-time-zone",
    at: "container.env",
    by: [
      gone,
      ...is(null, [], {}),
      made(
        "without TZ",
        zone(() => undefined),
      ),
      made(
        "with an empty TZ",
        zone(({ name }) => ({ name, value: "" })),
      ),
      made(
        "with TZ without a value",
        zone(({ name }) => ({ name })),
      ),
      made(
        "with tz",
        zone((variable) => ({ ...variable, name: "tz" })),
      ),
      ...plus({ name: "TZ", value: "" }),
    ],
  },
  {
    rule: "container-unprivileged-ports",
    at: `${PORTS}.containerPort`,
    by: [gone, ...is(null, 80, 443, 0, -1, 1023, "8080", "http", {})],
  },
  { rule: "container-unprivileged-ports", at: "container.ports.+", by: is({ containerPort: 80 }) },
];
