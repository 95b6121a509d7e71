import { TEMPLATE_HASH } from "../../components/web/template-hash.ts";
import type { ReadinessInput } from "../../components/release/readiness/input.ts";
import type { Serving } from "../../components/release/rollout/serving.ts";
import type { SmokeGateInput } from "../../components/release/smoke/gate-input.ts";
import { TRIAL_IMAGE, pod } from "./trial.ts";

export const NAMESPACE = "release";

/** As the provider names itself: a word of its own for each resource. */
export const MANAGER = "pulumi-kubernetes-1a2b3c4d";

export type Workload = "backend" | "frontend";

const metadata = (name: string) => ({ name, namespace: NAMESPACE });

/** Hash that the pods of a version are declared with. */
export const hashOf = (app: Workload, version: string) => `${app}-${version}`;

/** A release of a workload: pods that answer every request alike, with a variable of this version alone. */
export const deployment = (app: Workload, version: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { ...metadata(app), labels: { app } },
  spec: {
    selector: { matchLabels: { app } },
    progressDeadlineSeconds: 120,
    template: {
      metadata: {
        labels: { app, "app.kubernetes.io/version": version },
        annotations: { [TEMPLATE_HASH]: hashOf(app, version) },
      },
      spec: pod(
        app === "backend" ? { volumes: [{ name: "keys", secret: { secretName: "keys" } }] } : {},
        {
          env: [{ name: `ONLY_${version.replaceAll(".", "_").toUpperCase()}`, value: "set" }],
          readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 },
        },
      ),
    },
  },
});

/** What the workloads need beside themselves. */
export const SURROUNDINGS = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata("smoke-user"),
    stringData: { email: "smoke-test@taskflow.invalid", password: "secret of the smoke user" },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata("keys"),
    stringData: { "session-key": "secret of the sessions" },
  },
  ...(["backend", "frontend"] as const).map((app) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(app),
    spec: { selector: { app }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  })),
];

/** What readiness is asked before a version. */
export function readiness(version: string): ReadinessInput {
  const workload = (app: Workload) => ({ image: TRIAL_IMAGE, templateHash: hashOf(app, version) });
  return {
    namespace: NAMESPACE,
    apis: ["apps/v1", "metrics.k8s.io/v1beta1"],
    edgeClass: { kind: "IngressClass", name: "traefik" },
    storage: { classes: [], needsDefault: true },
    version,
    workloads: { backend: workload("backend"), frontend: workload("frontend") },
  };
}

/** What the smoke test is asked after a version. No version of these passes it. */
export function smoke(
  versions: Readonly<Record<Workload, string>>,
  before: Readonly<Partial<Record<Workload, Serving>>>,
): SmokeGateInput {
  const workload = (app: Workload) => ({
    name: app,
    image: TRIAL_IMAGE,
    templateHash: hashOf(app, versions[app]),
    service: { name: app, port: "http" },
    ...(before[app] && { before: before[app] }),
  });
  return {
    namespace: NAMESPACE,
    workloads: { backend: workload("backend"), frontend: workload("frontend") },
    user: { secretName: "smoke-user" },
    rolloutSeconds: 120,
    publicOrigin: "https://taskflow.example.com",
    pages: ["/"],
    expectedHeaders: { api: {}, page: {} },
    removedHeaders: [],
    loginLimit: { requests: 10, per: "minute" },
    limits: { p95Milliseconds: 5000, errorRate: 0.02, certificateDaysLeft: 1 },
    requestsPerSecond: 25,
    samples: 10,
    timeouts: { startSeconds: 5, requestSeconds: 20, targetSeconds: 120 },
  };
}
