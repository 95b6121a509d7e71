import type { Manifest } from "../../../policies/rule.ts";

type Fields = Readonly<Record<string, unknown>>;

const NAME = "shop";
export const ZONE = "Europe/Berlin";
export const IMAGE = `registry.example.com:5000/shop/api:v1.0.0@sha256:${"0123456789abcdef".repeat(4)}`;

/** Labels that every workload has. */
export const labels = (app = NAME) => ({
  app,
  "app.kubernetes.io/name": app,
  "app.kubernetes.io/instance": "shop",
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/component": "api",
  "app.kubernetes.io/managed-by": "pulumi",
});

export const metadata = (name = NAME, more: Fields = {}) => ({
  name,
  namespace: NAME,
  labels: labels(),
  ...more,
});

const resources = {
  requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
  limits: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
};

/** A container that complies, with more fields or others. */
export function container(more: Fields = {}): Fields {
  return {
    name: "api",
    image: IMAGE,
    env: [{ name: "TZ", value: ZONE }],
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
    ...more,
  };
}

/** What a container that serves has besides. */
export const serving = {
  ports: [{ name: "http", containerPort: 8080 }],
  startupProbe: { httpGet: { path: "/livez", port: "http" } },
  livenessProbe: { httpGet: { path: "/livez", port: "http" } },
  readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
};

const own = { labelSelector: { matchLabels: { app: NAME } } };

/** The template of a pod that complies, with more fields of its spec or others. */
export function template(more: Fields = {}, annotations?: Fields): Fields {
  return {
    metadata: { labels: labels(), ...(annotations && { annotations }) },
    spec: {
      serviceAccountName: NAME,
      automountServiceAccountToken: false,
      priorityClassName: "shop",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        fsGroup: 10_001,
        seccompProfile: { type: "RuntimeDefault" },
      },
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { ...own, topologyKey: "kubernetes.io/hostname" } },
          ],
        },
      },
      topologySpreadConstraints: [
        {
          ...own,
          topologyKey: "topology.kubernetes.io/zone",
          maxSkew: 1,
          whenUnsatisfiable: "ScheduleAnyway",
        },
      ],
      containers: [container(serving)],
      ...more,
    },
  };
}

const selector = { matchLabels: { app: NAME } };

export function deployment(pod: Fields = {}, more: Fields = {}, annotations?: Fields): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(),
    spec: {
      replicas: 2,
      selector,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: template(pod, annotations),
      ...more,
    },
  };
}

/** The pod of something that ends. */
export const ending = (more: Fields = {}) =>
  template({ restartPolicy: "Never", containers: [container()], ...more });

export const service: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: metadata(),
  spec: { selector: { app: NAME }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
};

export const disruptionBudget: Manifest = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: metadata(),
  spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector },
};

export const networkPolicy = (spec: Fields, name = NAME): Manifest => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: metadata(name),
  spec: { podSelector: selector, policyTypes: ["Ingress", "Egress"], ...spec },
});

const limits = resources.limits;

/** What a namespace needs for workloads in it to comply. */
export const ground: readonly Manifest[] = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    options: { protect: true },
    metadata: {
      name: NAME,
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.36",
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: metadata("quota"),
    spec: {
      hard: {
        "requests.cpu": "10",
        "limits.cpu": "10",
        "requests.memory": "10Gi",
        "limits.memory": "10Gi",
        "requests.ephemeral-storage": "10Gi",
        "limits.ephemeral-storage": "10Gi",
        "requests.storage": "100Gi",
        persistentvolumeclaims: "20",
        pods: "50",
        "services.nodeports": "0",
        "services.loadbalancers": "0",
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: metadata("limits"),
    spec: {
      limits: [
        {
          type: "Container",
          default: limits,
          defaultRequest: resources.requests,
          min: { cpu: "1m", memory: "4Mi" },
          max: { cpu: "2", memory: "2Gi" },
        },
      ],
    },
  },
  networkPolicy({ podSelector: {} }, "deny-all"),
  networkPolicy({}),
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadata(),
    automountServiceAccountToken: false,
  },
];
