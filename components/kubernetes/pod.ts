import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { type Labels, type Workload, labels, selector } from "./labels.ts";
import type { Placement } from "./platform.ts";
import { type Resources, resourceRequirements } from "./resources.ts";
import type { Mount } from "./volumes.ts";

type Container = types.input.core.v1.Container;
type Probe = types.input.core.v1.Probe;

/** User and group of every container that we run. Scanners ask for 10000 and above; see Pod Security "restricted". */
export const UID = 10001;

/** One container. What Pod Security "restricted" asks for is added by {@link pod}; it cannot be left out. */
export interface ContainerArgs {
  readonly name: string;
  /** By digest (`registry/repository:tag@sha256:…`). */
  readonly image: Input<string>;
  readonly command?: readonly Input<string>[];
  readonly args?: readonly Input<string>[];
  /** Plain settings. Credentials are files: see `secretFiles`. `TZ` is added. */
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** Values of the pod's own fields (`metadata.name`, `status.podIP`), by variable. */
  readonly envFromFields?: Readonly<Record<string, string>>;
  /** Port number by name; numbers are 1024 or above, since nothing may bind a privileged port. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly resources: Resources;
  /**
   * A serving container has all three, and they differ: ready is not the same question as alive. What a sidecar must
   * have done before the others start is its startup.
   */
  readonly probes?:
    | { readonly startup: Probe; readonly readiness: Probe; readonly liveness: Probe }
    | { readonly startup: Probe };
  readonly mounts?: readonly Mount[];
  /** Seconds between removal from the endpoints and SIGTERM, so that no request reaches a closing process. */
  readonly drainSeconds?: number;
  /** `Always` makes an init container a sidecar that starts before and stops after the others. */
  readonly restartPolicy?: "Always";
  readonly securityContext?: types.input.core.v1.SecurityContext;
}

/** One pod. */
export interface PodArgs {
  readonly placement: Placement;
  readonly workload: Workload;
  readonly serviceAccountName: Input<string>;
  readonly containers: readonly ContainerArgs[];
  readonly initContainers?: readonly ContainerArgs[];
  /** Seconds from SIGTERM to SIGKILL. Longer than the drain and the longest request. Default: 30, the default of Kubernetes. */
  readonly terminationGracePeriodSeconds?: number;
  readonly restartPolicy?: "Always" | "OnFailure" | "Never";
  /** Where Prometheus reads metrics, as annotations that its pod discovery understands. */
  readonly metrics?: {
    readonly port: number;
    readonly path?: string;
    readonly scheme?: "http" | "https";
  };
  /** Further annotations of the pod. */
  readonly annotations?: Readonly<Record<string, Input<string>>>;
  /** Further fields of the pod (affinity to another workload, tolerations, hostPID of a node agent, …). */
  readonly spec?: Partial<types.input.core.v1.PodSpec>;
}

/** Path, seconds and thresholds of an HTTP probe. */
export function httpProbe(
  path: string,
  port: string | number,
  timing: Omit<Probe, "httpGet"> = {},
): Probe {
  return { httpGet: { path, port }, periodSeconds: 10, timeoutSeconds: 3, ...timing };
}

/** A command in the container as a probe. */
export function execProbe(command: readonly string[], timing: Omit<Probe, "exec"> = {}): Probe {
  return { exec: { command: [...command] }, periodSeconds: 10, timeoutSeconds: 5, ...timing };
}

/** A pod template that satisfies Pod Security "restricted" and spreads over zones and hosts. */
export function pod(
  args: PodArgs,
): types.input.core.v1.PodTemplateSpec & { metadata: { labels: Labels } } {
  const { placement, workload } = args;
  const { platform } = placement;
  const containers = [...(args.initContainers ?? []), ...args.containers];
  const annotations = { ...metricsAnnotations(args.metrics), ...args.annotations };
  return {
    metadata: {
      labels: labels(platform, workload),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      serviceAccountName: args.serviceAccountName,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: placement.priorityClass,
      terminationGracePeriodSeconds: args.terminationGracePeriodSeconds ?? 30,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: UID,
        runAsGroup: UID,
        fsGroup: UID,
        // A large volume is not walked on every start when its root already has the right group.
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      ...spread(workload),
      ...(args.restartPolicy && { restartPolicy: args.restartPolicy }),
      ...(platform.imagePullSecrets?.length && {
        imagePullSecrets: platform.imagePullSecrets.map((name) => ({ name })),
      }),
      ...(args.initContainers?.length && {
        initContainers: args.initContainers.map((c) => container(c, platform.timeZone)),
      }),
      containers: args.containers.map((c) => container(c, platform.timeZone)),
      volumes: volumesOf(containers),
      ...args.spec,
    },
  };
}

/**
 * Prefers different zones and hosts, and never blocks scheduling: a cluster that has lost a zone must still be
 * able to replace the pods it lost.
 */
export function spread(
  workload: Pick<Workload, "app">,
): Pick<types.input.core.v1.PodSpec, "affinity" | "topologySpreadConstraints"> {
  const labelSelector = { matchLabels: selector(workload) };
  const over = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector,
  });
  return {
    topologySpreadConstraints: [
      over("topology.kubernetes.io/zone"),
      over("kubernetes.io/hostname"),
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector },
          },
        ],
      },
    },
  };
}

function container(args: ContainerArgs, timeZone: string): Container {
  return {
    name: args.name,
    image: args.image,
    // A digest cannot change under its tag, so a cached image is the right image.
    imagePullPolicy: "IfNotPresent",
    ...(args.command && { command: [...args.command] }),
    ...(args.args && { args: [...args.args] }),
    env: environment({ TZ: timeZone, ...args.env }, args.envFromFields),
    ...(args.ports && {
      ports: Object.entries(args.ports).map(([name, containerPort]) => ({ name, containerPort })),
    }),
    resources: resourceRequirements(args.resources),
    ...(args.probes && { startupProbe: args.probes.startup }),
    ...(args.probes &&
      "readiness" in args.probes && {
        readinessProbe: args.probes.readiness,
        livenessProbe: args.probes.liveness,
      }),
    ...(args.mounts?.length && { volumeMounts: args.mounts.map(volumeMount) }),
    ...(args.drainSeconds !== undefined && {
      lifecycle: { preStop: { sleep: { seconds: args.drainSeconds } } },
    }),
    ...(args.restartPolicy && { restartPolicy: args.restartPolicy }),
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: args.securityContext ?? {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: UID,
      runAsGroup: UID,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

function environment(
  values: Readonly<Record<string, Input<string>>>,
  fields: Readonly<Record<string, string>> = {},
): types.input.core.v1.EnvVar[] {
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    ...Object.entries(fields).map(([name, fieldPath]) => ({
      name,
      valueFrom: { fieldRef: { fieldPath } },
    })),
  ];
}

function volumeMount(mount: Mount): types.input.core.v1.VolumeMount {
  return {
    name: mount.volume.name,
    mountPath: mount.path,
    ...((mount.readOnly ?? true) && { readOnly: true }),
    ...(mount.subPath !== undefined && { subPath: mount.subPath }),
  };
}

/** The volumes that the containers mount, each once. Claim templates are the StatefulSet's, not the pod's. */
function volumesOf(containers: readonly ContainerArgs[]): Mount["volume"][] {
  const byName = new Map<string, Mount["volume"]>();
  for (const { mounts = [] } of containers) {
    for (const { volume } of mounts) {
      if (Object.keys(volume).length > 1) byName.set(volume.name, volume);
    }
  }
  return [...byName.values()];
}

function metricsAnnotations(metrics: PodArgs["metrics"]): Labels {
  if (!metrics) return {};
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(metrics.port),
    "prometheus.io/path": metrics.path ?? "/metrics",
    "prometheus.io/scheme": metrics.scheme ?? "http",
  };
}
