import { flag, group, map, required, some, whole, withDefault } from "./fields.ts";
import { cpu, flagName, line, size, urlPath, variableName } from "./formats.ts";

const bounds = (schema: typeof cpu, request: string, limit: string) =>
  group({
    request: required(schema, "What the scheduler keeps free for it.", request),
    limit: required(schema, "What it never exceeds.", limit),
  });

/** Requests and limits of one container. */
export const resources = group({
  cpu: required(bounds(cpu, "250m", "1"), "Cores."),
  memory: required(bounds(size, "256Mi", "512Mi"), "Bytes of memory."),
  ephemeralStorage: required(
    bounds(size, "64Mi", "256Mi"),
    "Bytes of the node's disk: logs and scratch files.",
  ),
});

const autoscaling = group({
  minReplicas: required(
    whole(1, 500),
    "Replicas that always run. At least 2 in production and staging: a rollout or a lost node must not be noticed.",
    3,
  ),
  maxReplicas: required(whole(2, 1000), "Replicas at most. More than the minimum.", 10),
  targetCpuPercent: withDefault(
    whole(10, 95),
    "Percent of the requested CPU to aim at. The rest is what lasts until new pods are ready.",
    70,
  ),
  targetMemoryPercent: withDefault(whole(10, 95), "Percent of the requested memory to aim at.", 80),
  scaleDownStabilizationSeconds: withDefault(
    // Kubernetes takes no more than an hour.
    whole(0, 3600),
    "Seconds that a lull must last before it takes replicas away.",
    300,
  ),
});

const probes = (startup: string, readiness: string, liveness: string) =>
  group({
    startup: withDefault(urlPath, "Answers once it has started.", startup),
    readiness: withDefault(
      urlPath,
      "Answers while it can serve, its dependencies included.",
      readiness,
    ),
    liveness: withDefault(
      urlPath,
      "Answers while the process itself works. Not the path of readiness: a database that is away is no reason to restart.",
      liveness,
    ),
  });

const common = (program: string) => ({
  resources: required(resources, "Requests and limits of one pod."),
  autoscaling: required(autoscaling, "Bounds and targets of the autoscaler."),
  environment: withDefault(
    map(variableName, line),
    `Plain settings of the ${program}. Secrets are not among them: they are keys of their own and reach it as files.`,
    {},
    { LOG_LEVEL: "info" },
  ),
  shutdown: withDefault(
    group({
      drainSeconds: withDefault(
        whole(1, 300),
        "Seconds between a pod's removal from the endpoints and its end, until no request reaches it any more.",
        10,
      ),
      gracePeriodSeconds: withDefault(
        whole(2, 900),
        "Seconds in all until it is killed. More than the drain and the longest request.",
        45,
      ),
    }),
    "How a pod ends.",
    {},
  ),
});

/** The API. */
export const backend = group({
  ...common("backend"),
  probes: withDefault(probes("/health", "/readyz", "/livez"), "Paths of the probes.", {}),
  featureFlags: withDefault(
    map(flagName, flag()),
    "Switches of the application, by name.",
    {},
    { taskComments: true },
  ),
});

/** The static site. */
export const frontend = group({
  ...common("frontend"),
  pages: withDefault(
    some(urlPath),
    "Paths of the pages that the smoke test opens, with all that they load.",
    ["/"],
  ),
  probes: withDefault(probes("/", "/readyz", "/livez"), "Paths of the probes.", {}),
});
