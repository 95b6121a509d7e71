import { createHash } from "node:crypto";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Where everything of the cluster is kept. `down` removes it. */
export const STATE = join(root, ".cache/cluster");

/** Folders and files of the cluster's own. */
export const PATHS = {
  /** Process id of what keeps the sandbox, and when it was started. */
  sandbox: join(STATE, "sandbox.json"),
  /** Exists once the sandbox is complete: whatever `up` was killed before that is begun anew. */
  prepared: join(STATE, "prepared"),
  programs: join(STATE, "bin"),
  certificates: join(STATE, "certificates"),
  config: join(STATE, "config"),
  /** Kubeconfig of the administrator. */
  kubeconfig: join(STATE, "config/admin.kubeconfig"),
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

/** Control group of all pods. Each copy of the repository may have a cluster. */
export const CGROUP = `taskflow-cluster-${createHash("sha256").update(STATE).digest("hex").slice(0, 8)}`;
