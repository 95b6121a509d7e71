import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Where everything of the cluster is kept. `down` removes it. */
export const STATE = join(root, ".cache/cluster");

/** Folders and files of the cluster's own. */
export const PATHS = {
  /** Process id of the sandbox, and when it was started. */
  sandbox: join(STATE, "sandbox.json"),
  certificates: join(STATE, "certificates"),
  config: join(STATE, "config"),
  logs: join(STATE, "logs"),
  /** Kubeconfig of the administrator. */
  kubeconfig: join(STATE, "config/admin.kubeconfig"),
  containerdSocket: join(STATE, "run/containerd.sock"),
  volumes: join(STATE, "volumes"),
} as const;

/** Addresses that exist in the sandbox's network alone. */
export const NETWORK = {
  node: "10.89.0.1",
  pods: "10.244.0.0/24",
  services: "10.96.0.0/16",
  /** First of the services' range: `kubernetes.default`. */
  apiService: "10.96.0.1",
  dns: "10.96.0.10",
  domain: "cluster.local",
} as const;

export const NODE = "node";
export const API_SERVER = `https://${NETWORK.node}:6443`;

/** Control group of all pods; below it the kubelet makes its own. */
export const CGROUP = "taskflow-cluster";
