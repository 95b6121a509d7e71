import type { PodsOf } from "./selection.ts";

/** Pods that others make: what selects one of these is not dangling, though nothing here declares it. */
export const foreignPods: readonly PodsOf[] = [
  // Cluster DNS.
  { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  // The controllers of the edge.
  { namespace: "traefik", labels: { "app.kubernetes.io/name": "traefik" } },
  { namespace: "envoy-gateway-system", labels: {} },
  // A monitoring that the cluster has.
  { namespace: "observability", labels: {} },
  // cert-manager makes these for the time of an ACME challenge, from a template in the Issuer.
  { namespace: "taskflow", labels: { app: "acme-solver" } },
  { namespace: "monitoring", labels: { app: "acme-solver" } },
  // The chart of cert-manager.
  ...["controller", "webhook", "cainjector", "startupapicheck"].map((component) => ({
    namespace: "cert-manager",
    labels: {
      app: component === "controller" ? "cert-manager" : component,
      "app.kubernetes.io/instance": "cert-manager",
      "app.kubernetes.io/component": component,
    },
  })),
];

/** Objects that others make in every namespace. */
export const foreignConfigMaps: Readonly<Record<string, readonly string[]>> = {
  // Published by Kubernetes.
  "kube-root-ca.crt": ["ca.crt"],
};

/** Objects that are there before the stack is. */
export const foreignObjects: readonly string[] = [
  // Where the cluster has its own cert-manager, or its own monitoring.
  "Namespace cert-manager",
  "Namespace observability",
  // Logins of an external database.
  ...["application", "migrator", "backup", "exporter"].map(
    (role) => `Secret taskflow/database-${role}`,
  ),
];
