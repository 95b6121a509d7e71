import { group, map, optional, required, some, whole, withDefault } from "./fields.ts";
import {
  cidr,
  cpu,
  labelName,
  labelValue,
  name,
  podSecurityVersion,
  port,
  size,
  words,
} from "./formats.ts";

/** The cluster and our place in it. */
export const cluster = group({
  instance: withDefault(
    name,
    "Name of this TaskFlow among those in the cluster. Objects without a namespace carry it in their names.",
    "taskflow",
  ),
  context: optional(
    words,
    "Context of the kubeconfig. Named here, no other cluster is ever meant. Required in production and staging.",
    "production",
  ),
  namespaces: withDefault(
    group({
      application: withDefault(name, "Namespace of the application and its database.", "taskflow"),
      monitoring: withDefault(name, "Namespace of the monitoring.", "monitoring"),
      agents: withDefault(
        name,
        "Namespace of the node-level agents, which alone need access to their host.",
        "taskflow-agents",
      ),
    }),
    "Namespaces, each of its own.",
    {},
  ),
  apiServer: required(
    group({
      ranges: required(
        some(cidr),
        "Addresses of the API server as pods reach it after translation (`kubectl get endpoints kubernetes`), not its Service.",
        ["10.0.0.0/28"],
      ),
      port: withDefault(port, "Its port there.", 6443),
    }),
    "The API server, for the few network policies that let a pod talk to it.",
  ),
  nodeRanges: required(
    some(cidr),
    "Addresses of the nodes: the kubelets and the node agents that Prometheus reads.",
    ["10.0.0.0/22"],
  ),
  podSecurityVersion: withDefault(
    podSecurityVersion,
    "Version of the Pod Security Standards that the namespaces enforce. Pinned, so that an upgrade of the cluster changes no verdict.",
    "v1.36",
  ),
  dns: withDefault(
    group({
      namespace: withDefault(name, "Namespace of the cluster's DNS.", "kube-system"),
      podLabels: withDefault(map(labelName, labelValue), "Labels of its pods.", {
        "k8s-app": "kube-dns",
      }),
    }),
    "The cluster's DNS, which every pod may ask.",
    {},
  ),
  quota: required(
    group({
      cpu: required(cpu, "Cores, as limits.", "24"),
      memory: required(size, "Bytes of memory, as limits.", "40Gi"),
      ephemeralStorage: required(size, "Bytes of the nodes' disks, as limits.", "60Gi"),
      claims: required(whole(1, 1000), "Volume claims.", 12),
      storage: required(size, "Bytes of all volume claims.", "600Gi"),
      pods: required(whole(1, 10000), "Pods.", 80),
    }),
    "What the namespace of the application may use in all. Autoscaling at its maximum must fit.",
  ),
});
