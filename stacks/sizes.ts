import type { Quota } from "../components/foundation/quota.ts";
import type { Resources } from "../components/kubernetes/resources.ts";
import type { Settings } from "../infra/config/index.ts";

/** Sizes that follow from what a stack is. What users want to tune is in the configuration. */
export interface Sizes {
  /** Of the repository host, while it archives. */
  readonly repository: Resources;
  /** Of one backup, which compresses and encrypts. */
  readonly backupRun: Resources;
  /** Of the restore drill, which runs a whole database for a while. */
  readonly drill: Resources;
  /** Of the application's schema migrations. */
  readonly migrations: Resources;
  /** Of the load that the smoke test ends with. */
  readonly k6: Resources;
  readonly postgresExporter: Resources;
  /** Of the monitoring's namespace. */
  readonly monitoring: Quota;
  /** Of cert-manager's namespace, where it is installed with the stack. */
  readonly certManager: Quota;
  /** Of the agents' namespace: two pods a node. */
  readonly agents: Quota;
}

const small: Resources = {
  cpu: { request: "20m", limit: "200m" },
  memory: { request: "32Mi", limit: "64Mi" },
  ephemeralStorage: { request: "16Mi", limit: "64Mi" },
};

const largestContainer = { cpu: "8", memory: "32Gi" };

const cluster: Sizes = {
  repository: {
    cpu: { request: "50m", limit: "1" },
    memory: { request: "128Mi", limit: "512Mi" },
    ephemeralStorage: { request: "64Mi", limit: "256Mi" },
  },
  backupRun: {
    cpu: { request: "250m", limit: "2" },
    memory: { request: "256Mi", limit: "1Gi" },
    ephemeralStorage: { request: "64Mi", limit: "512Mi" },
  },
  drill: {
    cpu: { request: "500m", limit: "2" },
    memory: { request: "1Gi", limit: "2Gi" },
    ephemeralStorage: { request: "256Mi", limit: "1Gi" },
  },
  migrations: {
    cpu: { request: "100m", limit: "1" },
    memory: { request: "256Mi", limit: "512Mi" },
    ephemeralStorage: { request: "64Mi", limit: "256Mi" },
  },
  k6: {
    cpu: { request: "250m", limit: "1" },
    memory: { request: "128Mi", limit: "512Mi" },
    ephemeralStorage: { request: "16Mi", limit: "64Mi" },
  },
  postgresExporter: small,
  monitoring: {
    cpu: { request: "8", limit: "24" },
    memory: { request: "16Gi", limit: "32Gi" },
    ephemeralStorage: { request: "16Gi", limit: "48Gi" },
    pods: 40,
    claims: 10,
    storage: "1Ti",
    largestContainer,
  },
  certManager: {
    cpu: { request: "1", limit: "4" },
    memory: { request: "2Gi", limit: "4Gi" },
    ephemeralStorage: { request: "1Gi", limit: "2Gi" },
    pods: 20,
    claims: 0,
    storage: "0",
    largestContainer: { cpu: "1", memory: "1Gi" },
  },
  agents: {
    cpu: { request: "50", limit: "200" },
    memory: { request: "50Gi", limit: "200Gi" },
    ephemeralStorage: { request: "50Gi", limit: "200Gi" },
    pods: 400,
    claims: 0,
    storage: "0",
    largestContainer: { cpu: "1", memory: "1Gi" },
  },
};

const oneMachine: Sizes = {
  ...cluster,
  repository: small,
  backupRun: { ...small, memory: { request: "64Mi", limit: "256Mi" } },
  drill: {
    cpu: { request: "50m", limit: "1" },
    memory: { request: "256Mi", limit: "512Mi" },
    ephemeralStorage: { request: "64Mi", limit: "512Mi" },
  },
  migrations: {
    cpu: { request: "25m", limit: "500m" },
    memory: { request: "128Mi", limit: "256Mi" },
    ephemeralStorage: { request: "16Mi", limit: "128Mi" },
  },
  k6: {
    cpu: { request: "25m", limit: "1" },
    memory: { request: "64Mi", limit: "256Mi" },
    ephemeralStorage: { request: "16Mi", limit: "64Mi" },
  },
  monitoring: { ...cluster.monitoring, pods: 20, storage: "50Gi" },
  agents: { ...cluster.agents, pods: 10 },
};

export function sizes({ environment }: Settings): Sizes {
  return environment === "local" ? oneMachine : cluster;
}
