import { object } from "../example-objects.ts";
import { apiGroup, at } from "../graph.ts";
import type { Rule } from "../rule.ts";

/** Kinds of Kubernetes that live in a namespace, by API group. Of others nobody here knows whether they do. */
const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  "": [
    "ConfigMap",
    "Endpoints",
    "Event",
    "LimitRange",
    "PersistentVolumeClaim",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  apps: ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  autoscaling: ["HorizontalPodAutoscaler"],
  batch: ["CronJob", "Job"],
  "cert-manager.io": ["Certificate", "CertificateRequest", "Issuer"],
  "coordination.k8s.io": ["Lease"],
  "discovery.k8s.io": ["EndpointSlice"],
  "external-secrets.io": ["ExternalSecret", "SecretStore"],
  "gateway.networking.k8s.io": ["Gateway", "GRPCRoute", "HTTPRoute", "ReferenceGrant"],
  "networking.k8s.io": ["Ingress", "NetworkPolicy"],
  policy: ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io": ["Role", "RoleBinding"],
  "traefik.io": ["IngressRoute", "Middleware", "TLSOption"],
};

export const objectHasNamespace: Rule = {
  name: "object-has-namespace",
  title: "Every object has a namespace of ours, never `default` or one of the cluster's own.",
  why: "There quotas, network policies and Pod Security are those of everybody, or of nobody.",
  severity: "medium",
  checklist: ["infra.2", "step4.1"],
  standards: {
    nsa: true,
    cis: ["5.7.1", "5.7.4"],
    kubeLinter: ["use-namespace"],
    checkov: ["CKV_K8S_21"],
    trivy: ["KSV-0037", "KSV-0110"],
    kubescape: ["C-0061", "C-0212"],
  },
  fix: "Set `metadata.namespace` to the namespace of the stack.",
  examples: {
    compliant: [object("v1", "ConfigMap", "example", {}, { namespace: "taskflow" })],
    violating: [object("v1", "ConfigMap", "example", {}, { namespace: "default" })],
  },
  looksAt: "resource",
  *check(resource) {
    const { kind, apiVersion } = resource.inputs;
    if (typeof kind !== "string" || typeof apiVersion !== "string") return;
    const group = apiGroup(resource);
    const namespaced = Object.hasOwn(NAMESPACED, group) && NAMESPACED[group]?.includes(kind);
    const is = at(resource.inputs, "metadata", "namespace");
    const missing = is === undefined || is === null || is === "";
    const foreign = typeof is === "string" && (is === "default" || is.startsWith("kube-"));
    if ((missing && namespaced) || foreign) {
      yield {
        path: "metadata.namespace",
        ...(!missing && { is }),
        must: "be a namespace of the stack",
      };
    }
  },
};
