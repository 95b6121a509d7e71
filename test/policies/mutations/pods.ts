import { type Breakage, gone, is, made, plus } from "./breakage.ts";

const CONTEXT = "pod.spec.securityContext";
const OWN = "container.securityContext";
const OWNERS = [CONTEXT, OWN];
/** Where an image is named. */
const IMAGE = "container.image";
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const named = (volume: object) => ({ name: "more", ...volume });
const hostPaths = (...paths: readonly string[]) =>
  paths.map((path) => named({ hostPath: { path } }));

const REFUSED_VOLUMES = [
  { nfs: { server: "files.example.com", path: "/" } },
  { awsElasticBlockStore: { volumeID: "a" } },
  { azureDisk: { diskName: "a", diskURI: "b" } },
  { azureFile: { secretName: "a", shareName: "b" } },
  { cephfs: { monitors: ["a"] } },
  { cinder: { volumeID: "a" } },
  { fc: { wwids: ["a"] } },
  { flexVolume: { driver: "a" } },
  { flocker: { datasetName: "a" } },
  { gcePersistentDisk: { pdName: "a" } },
  { gitRepo: { repository: "https://git.example.com/a" } },
  { glusterfs: { endpoints: "a", path: "b" } },
  { iscsi: { targetPortal: "a", iqn: "b", lun: 0 } },
  { photonPersistentDisk: { pdID: "a" } },
  { portworxVolume: { volumeID: "a" } },
  { quobyte: { registry: "a", volume: "b" } },
  { rbd: { monitors: ["a"], image: "b" } },
  { scaleIO: { gateway: "a", system: "b" } },
  { storageos: { volumeName: "a" } },
  { vsphereVolume: { volumePath: "a" } },
  { hologram: {} },
].map(named);

/** Fields of every pod with the types that they may not have. */
const MISSHAPEN: readonly (readonly [
  at: string | readonly string[],
  values: readonly unknown[],
])[] = [
  ["pod.spec.containers", ["x", {}, 1, [null], ["x"], [[]]]],
  ["pod.spec.initContainers", ["x", {}, 1, [null], ["x"]]],
  ["pod.spec.volumes", ["x", {}, 1, [null], ["x"]]],
  ["pod.spec.securityContext", ["x", [], true]],
  ["pod.spec.hostUsers", ["false", 0]],
  ["pod.spec.os", ["windows", []]],
  ["pod.metadata.labels", ["x", ["x"]]],
  ["pod.metadata.annotations", ["x", ["x"]]],
  [OWN, ["x", [], true]],
  [OWNERS.map((at) => `${at}.runAsUser`), ["10001", true, []]],
  [OWNERS.map((at) => `${at}.runAsGroup`), ["10001", true, []]],
  [OWNERS.map((at) => `${at}.runAsNonRoot`), ["true", 1, {}]],
  [OWNERS.map((at) => `${at}.seccompProfile`), ["RuntimeDefault", [], true]],
  [OWNERS.map((at) => `${at}.seLinuxOptions`), ["x", []]],
  [`${CONTEXT}.supplementalGroups`, ["x", {}, 1]],
  [`${CONTEXT}.sysctls`, ["x", {}, 1]],
  [`${OWN}.capabilities`, ["ALL", [], true]],
  [`${OWN}.capabilities.add`, ["SYS_ADMIN", {}, true]],
  [`${OWN}.capabilities.drop`, ["ALL", {}]],
  [`${OWN}.privileged`, ["false", 0, {}]],
  ["container.env", ["x", {}, [null]]],
  ["container.env.*", [null, "x", []]],
  ["container.env.*.value", [3000, true, {}, []]],
  ["container.envFrom", ["x", {}]],
  ["container.args", ["x", {}, [1], [null]]],
  ["container.command", ["x", {}, [1]]],
  ["container.ports", [8080, {}, [null], ["8080"]]],
  ["container.volumeMounts", ["x", {}, [null]]],
  ["container.resources", ["x", []]],
  ["container.image", [1, {}, []]],
  ["container.name", [1, {}, []]],
  ["container.lifecycle", ["x", []]],
  ["container.livenessProbe", ["x", [], true]],
  ["container.readinessProbe", ["x", [], true]],
];

export const pods: readonly Breakage[] = [
  {
    rule: "pod-apparmor",
    at: OWNERS.map((at) => `${at}.appArmorProfile`),
    by: is(
      { type: "Unconfined" },
      {},
      { type: "" },
      { type: "runtimedefault" },
      { type: 1 },
      { type: null },
    ),
  },
  {
    rule: "pod-apparmor",
    at: "pod.metadata.annotations",
    by: ["unconfined", "x", "Unconfined", "localhost"].map((profile) =>
      made(`+ AppArmor ${profile}`, (annotations: object) => ({
        ...annotations,
        "container.apparmor.security.beta.kubernetes.io/app": profile,
      })),
    ),
  },
  {
    rule: "pod-grace-period",
    at: "pod.spec.terminationGracePeriodSeconds",
    by: is(0, -1, "60", {}),
  },
  {
    rule: "pod-grace-period",
    of: "Deployment",
    where: ({ metadata }) => ["backend", "frontend"].includes((metadata as { name: string }).name),
    at: "pod.spec.terminationGracePeriodSeconds",
    by: is(1, 5),
  },
  {
    rule: "pod-high-group-id",
    at: OWNERS.map((at) => `${at}.runAsGroup`),
    by: is(0, 1, 65, 999, 1000, 10_000, -1, 1.5, "10001", 2 ** 60),
  },
  { rule: "pod-high-group-id", at: `${CONTEXT}.fsGroup`, by: is(0, 1, 1000, 10_000, -1, "10001") },
  {
    rule: "pod-high-group-id",
    at: `${CONTEXT}.supplementalGroups`,
    by: is([0], [10_001, 999], [-1]),
  },
  {
    rule: "pod-high-user-id",
    at: OWNERS.map((at) => `${at}.runAsUser`),
    by: is(1, 65, 999, 1000, 10_000, -1, 1.5, "10001", 2 ** 60),
  },
  { rule: "pod-user-not-root", at: OWNERS.map((at) => `${at}.runAsUser`), by: is(0) },
  ...["runAsUser", "runAsGroup", "runAsNonRoot"].map((field): Breakage => ({
    rule:
      {
        runAsUser: "pod-high-user-id",
        runAsGroup: "pod-high-group-id",
        runAsNonRoot: "pod-runs-as-non-root",
      }[field] ?? "",
    at: "pod.spec",
    by: [
      made(
        `without ${field} anywhere`,
        (
          spec: Record<"securityContext", object> &
            Record<"containers", { securityContext?: object }[]>,
        ) => ({
          ...spec,
          securityContext: { ...spec.securityContext, [field]: undefined },
          containers: spec.containers.map((container) => ({
            ...container,
            securityContext: { ...container.securityContext, [field]: undefined },
          })),
        }),
      ),
    ],
  })),
  {
    rule: "pod-runs-as-non-root",
    at: OWNERS.map((at) => `${at}.runAsNonRoot`),
    by: is(false, "true", 0, {}),
  },
  {
    rule: "pod-image-digest",
    at: IMAGE,
    by: [
      gone,
      ...is(
        null,
        "",
        1,
        {},
        "nginx",
        "nginx:1.29",
        "nginx:1.29@sha256:",
        "nginx:1.29@md5:00",
        `nginx@${DIGEST}x`,
        `nginx@${DIGEST.slice(0, -1)}`,
        `nginx@${DIGEST.toUpperCase()}`,
      ),
      made("without its digest", (image: string) => image.replace(/@.*/, "")),
      made("with a short digest", (image: string) => image.replace(/.$/, "")),
    ],
  },
  {
    rule: "pod-image-tag",
    at: IMAGE,
    by: [
      gone,
      ...is(
        null,
        "",
        1,
        "nginx",
        "nginx:latest",
        "nginx:",
        `nginx@${DIGEST}`,
        `nginx:latest@${DIGEST}`,
        `registry.example.com:5000/nginx@${DIGEST}`,
        `:v1@${DIGEST}`,
      ),
      made("without its tag", (image: string) => image.replace(/:[^:@/]+@/, "@")),
      made("as latest", (image: string) => image.replace(/:[^:@/]+@/, ":latest@")),
    ],
  },
  {
    rule: "pod-image-pull-policy",
    at: "container.imagePullPolicy",
    by: is("Never", "never", "", "ifnotpresent", 1, true),
  },
  {
    rule: "pod-image-pull-policy",
    at: IMAGE,
    by: [made("without its digest", (image: string) => image.replace(/@.*/, ""))],
    told: "container.imagePullPolicy",
  },
  {
    rule: "pod-no-api-token",
    at: "pod.spec.automountServiceAccountToken",
    by: [gone, ...is(true, null, "false", 0)],
  },
  {
    rule: "pod-no-host-namespaces",
    at: ["pod.spec.hostNetwork", "pod.spec.hostPID", "pod.spec.hostIPC"],
    by: is(true, "true", 1, {}),
  },
  {
    rule: "pod-no-host-path",
    at: "pod.spec.volumes.+",
    by: is(
      ...hostPaths("/", "/etc", "/proc", "/var/lib/kubelet", "relative", ""),
      named({ hostPath: {} }),
      named({ hostPath: "/" }),
    ),
  },
  {
    rule: "pod-no-runtime-socket",
    at: "pod.spec.volumes.+",
    by: is(
      ...hostPaths(
        ...[
          "docker.sock",
          "containerd/containerd.sock",
          "crio/crio.sock",
          "",
          "containerd",
          "crio",
        ].flatMap((socket) => [`/run/${socket}`, `/var/run/${socket}`]),
        "/",
        "/var",
        "//var//run/./docker.sock",
        "/var/run/docker.sock/",
      ),
    ),
  },
  { rule: "pod-volume-types", at: "pod.spec.volumes.+", by: is(...REFUSED_VOLUMES) },
  {
    rule: "pod-no-host-process",
    at: OWNERS.map((at) => `${at}.windowsOptions`),
    by: is({ hostProcess: true }, { hostProcess: "true" }, { hostProcess: 1 }),
  },
  {
    rule: "pod-no-seccomp-annotations",
    at: "pod.metadata.annotations",
    by: [
      "seccomp.security.alpha.kubernetes.io/pod",
      "container.seccomp.security.alpha.kubernetes.io/app",
    ].map((name) =>
      made(`+ ${name}`, (annotations: object) => ({ ...annotations, [name]: "unconfined" })),
    ),
  },
  { rule: "pod-own-processes", at: "pod.spec.shareProcessNamespace", by: is(true, "true", 1) },
  {
    rule: "pod-own-service-account",
    at: "pod.spec.serviceAccountName",
    by: [gone, ...is("default", "", null, 1, {})],
  },
  {
    rule: "pod-priority-class",
    at: "pod.spec.priorityClassName",
    by: [gone, ...is("", null, 1, {})],
  },
  {
    rule: "pod-safe-sysctls",
    at: `${CONTEXT}.sysctls`,
    by: is(
      ...["kernel.msgmax", "net.core.somaxconn", "*", "", "kernel.shm*", null].map((name) => [
        { name, value: "1" },
      ]),
    ),
  },
  {
    rule: "pod-seccomp-confined",
    at: OWNERS.map((at) => `${at}.seccompProfile`),
    by: is(
      { type: "Unconfined" },
      {},
      { type: "" },
      { type: null },
      { type: "runtime/default" },
      { type: 1 },
    ),
  },
  { rule: "pod-security-context", at: CONTEXT, by: [gone, ...is(null, {}, [], "x")] },
  {
    rule: "pod-selinux",
    at: OWNERS.map((at) => `${at}.seLinuxOptions`),
    by: is(
      { type: "spc_t" },
      { type: "*" },
      { user: "system_u" },
      { role: "sysadm_r" },
      { type: 1 },
      { type: "container_t", user: "root" },
    ),
  },
  ...MISSHAPEN.map(([at, values]): Breakage => ({
    rule: "pod-well-formed",
    at,
    by: is(...values),
  })),
  { rule: "pod-well-formed", at: "pod.spec.containers", by: [gone, ...is(null, [])] },
  { rule: "pod-well-formed", at: "container.env", by: plus(null, "x", { name: "PORT", value: 1 }) },
];
