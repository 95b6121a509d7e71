import { DIRECT_CONNECTIONS } from "../../../components/database/pools.ts";
import { LEAST_MEMORY } from "../../../components/database/memory.ts";
import { SUPERUSER_CONNECTIONS } from "../../../components/database/postgresql-conf.ts";
import { type Problem, problem } from "../problem.ts";
import { bytes } from "../../../components/kubernetes/quantity.ts";
import { rule } from "./rule.ts";

/** A pool that asks for more than the server accepts fails under load, and not before. */
export const poolsWithinConnections = rule(["database"], ["db.4"], ({ database }) => {
  const { pools, pooler, maxConnections } = database;
  const kept = SUPERUSER_CONNECTIONS + DIRECT_CONNECTIONS;
  const most = Math.floor((maxConnections - kept) / (pooler.replicas + 1));
  const problems: Problem[] = [];
  if (pools.total > most) {
    const message = `is ${String(pools.total)}; of the ${String(maxConnections)} connections ${String(kept)} are kept free, which leaves ${String(most)} for each of ${String(pooler.replicas)} poolers and one more while they roll`;
    problems.push(problem(["database", "pools", "total"], message, Math.max(2, most)));
  }
  if (pools.application >= pools.total) {
    const message = `is ${String(pools.application)}; it must be less than total, which is ${String(pools.total)}`;
    problems.push(
      problem(["database", "pools", "application"], message, Math.max(1, pools.total - 6)),
    );
  }
  if (pooler.maxClientConnections < pools.total) {
    const message = `is ${String(pooler.maxClientConnections)}; a pooler with so few clients cannot use ${String(pools.total)} server connections`;
    problems.push(problem(["database", "pooler", "maxClientConnections"], message, 1000));
  }
  return problems;
});

/** With less the server does not start. */
export const enoughMemory = rule(["database"], [], ({ database }) => {
  if (database.type !== "bundled") return [];
  const { limit } = database.resources.memory;
  if (bytes(limit) >= LEAST_MEMORY) return [];
  const message = `is ${limit}; PostgreSQL needs at least 256Mi`;
  return [problem(["database", "resources", "memory", "limit"], message, "1Gi")];
});

/** A week passes between the fault that nobody noticed on Friday and the restore that it needs. */
export const retentionOfAWeek = rule(
  ["environment", "database"],
  ["post-backup.3"],
  ({ environment, database }) => {
    if (environment !== "production" || database.type !== "bundled") return [];
    const { retentionDays } = database.backups;
    if (retentionDays >= 7) return [];
    const message = `is ${String(retentionDays)}; in production it must be at least 7`;
    return [problem(["database", "backups", "retentionDays"], message, 30)];
  },
);

/** Off-site copies that end before the local ones are no second line. */
export const offsiteKeepsAsLong = rule(["database"], ["post-backup.3"], ({ database }) => {
  if (database.type !== "bundled" || !database.backups.offsite) return [];
  const { retentionDays, offsite } = database.backups;
  if (offsite.retentionDays >= retentionDays) return [];
  const message = `is ${String(offsite.retentionDays)}; it must be at least retentionDays of the backups in the cluster, which is ${String(retentionDays)}`;
  return [problem(["database", "backups", "offsite", "retentionDays"], message, retentionDays)];
});
