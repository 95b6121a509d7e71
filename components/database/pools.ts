import { SUPERUSER_CONNECTIONS } from "./postgresql-conf.ts";

/** Sizes of the pooler. */
export interface PoolSizes {
  /** Poolers that run at the same time. */
  readonly replicas: number;
  /** Server connections of one login in one pooler. */
  readonly poolSize: number;
  /** Server connections of one pooler in all: both logins of a rotation, and the look-up of verifiers. */
  readonly maxServerConnections: number;
  /** Client connections that one pooler accepts. */
  readonly maxClientConnections: number;
}

/** Sessions beside the pools: migrations, role reconciliation, exporter, backup records, drill, and logical copy. */
export const DIRECT_CONNECTIONS = 12;

/** Server connections that the poolers can open together, with the extra one of a rolling update. */
export function pooledConnections(sizes: PoolSizes): number {
  return (sizes.replicas + 1) * sizes.maxServerConnections;
}

/** Everything that is wrong with the sizes for a server of so many connections, as sentences. */
export function poolProblems(sizes: PoolSizes, maxConnections: number): string[] {
  const problems: string[] = [];
  const reserve = SUPERUSER_CONNECTIONS + DIRECT_CONNECTIONS;
  const pooled = pooledConnections(sizes);
  if (pooled > maxConnections - reserve) {
    problems.push(
      `The poolers may open ${pooled} server connections (${sizes.replicas} replicas and one more in an update, ` +
        `${sizes.maxServerConnections} each), but of ${maxConnections} connections ${reserve} are reserved: ` +
        `at most ${Math.max(0, Math.floor((maxConnections - reserve) / (sizes.replicas + 1)))} each.`,
    );
  }
  if (sizes.poolSize > sizes.maxServerConnections) {
    problems.push(
      `A pool of ${sizes.poolSize} does not fit into the ${sizes.maxServerConnections} server connections of a pooler.`,
    );
  }
  if (sizes.maxClientConnections < sizes.maxServerConnections) {
    problems.push(
      `A pooler that accepts ${sizes.maxClientConnections} clients cannot use ${sizes.maxServerConnections} server connections.`,
    );
  }
  return problems;
}
