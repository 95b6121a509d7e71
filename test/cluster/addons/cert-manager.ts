import { type Addon, type AddonImage, available } from "./addon.ts";
import { type Manifest, type Place, clusterRoleBinding, deployment, object } from "./manifest.ts";

const MODULE = "cert-manager";
const namespace = "cert-manager";
const controller = { name: "cert-manager", namespace };
const cainjector = { name: "cert-manager-cainjector", namespace };
const webhook = { name: "cert-manager-webhook", namespace };
/** Where the webhook keeps the authority of its certificate, and the injector looks for it. */
const webhookAuthority = `${webhook.name}-ca`;
const METRICS_PORT = 9402;
const WEBHOOK_PORT = 10250;
const WEBHOOK_HEALTH_PORT = 6080;
const API_GROUPS = ["cert-manager.io", "acme.cert-manager.io"];

const image = (program: string): AddonImage => ({
  reference: `registry.example.com/cert-manager-${program}:1`,
  module: MODULE,
  program,
});
const images = {
  controller: image("controller"),
  cainjector: image("cainjector"),
  webhook: image("webhook"),
} as const;

/** Issuers and certificates. Pods have what its chart gives them: network policies and Prometheus know them by that. */
export const certManager: Addon = {
  images: Object.values(images),
  definitions: MODULE,
  manifests: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...[controller, cainjector, webhook].flatMap(account),
    deployment(controller, {
      image: images.controller.reference,
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/path": "/metrics",
        "prometheus.io/port": String(METRICS_PORT),
      },
      fields: {
        args: ["--leader-elect=false", `--cluster-resource-namespace=${namespace}`],
        ports: [{ name: "http-metrics", containerPort: METRICS_PORT }],
      },
    }),
    deployment(cainjector, {
      image: images.cainjector.reference,
      labels: { app: "cainjector" },
      fields: { args: ["--leader-elect=false"] },
    }),
    deployment(webhook, {
      image: images.webhook.reference,
      labels: { app: "webhook" },
      fields: {
        args: [
          `--secure-port=${WEBHOOK_PORT}`,
          `--healthz-port=${WEBHOOK_HEALTH_PORT}`,
          `--dynamic-serving-ca-secret-namespace=${namespace}`,
          `--dynamic-serving-ca-secret-name=${webhookAuthority}`,
          `--dynamic-serving-dns-names=${webhook.name}.${namespace}.svc`,
        ],
        readinessProbe: {
          httpGet: { path: "/healthz", port: WEBHOOK_HEALTH_PORT },
          periodSeconds: 1,
        },
      },
    }),
    object("Service", "v1", webhook, {
      spec: { selector: { app: "webhook" }, ports: [{ port: 443, targetPort: WEBHOOK_PORT }] },
    }),
    webhookConfiguration("MutatingWebhookConfiguration", "/mutate"),
    webhookConfiguration("ValidatingWebhookConfiguration", "/validate"),
  ],
  parts: [controller, cainjector, webhook].map(available),
};

/**
 * An account that may do everything: which of its chart's many roles are enough is for those to know who maintain it,
 * and nobody else can run a pod in its namespace.
 */
function account(place: Place): Manifest[] {
  return [
    object("ServiceAccount", "v1", place),
    clusterRoleBinding(`taskflow:${place.name}`, "cluster-admin", place),
  ];
}

/** The injector writes the authority into it that the API server trusts the webhook by. */
function webhookConfiguration(kind: string, path: string): Manifest {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: {
      name: webhook.name,
      annotations: { "cert-manager.io/inject-ca-from-secret": `${namespace}/${webhookAuthority}` },
    },
    webhooks: [
      {
        name: "webhook.cert-manager.io",
        rules: [
          {
            apiGroups: API_GROUPS,
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["*/*"],
          },
        ],
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig: { service: { ...webhook, path } },
      },
    ],
  };
}
