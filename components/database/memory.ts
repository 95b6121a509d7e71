const MEBIBYTE = 2 ** 20;

/** How PostgreSQL divides its memory, in MiB, and how many sessions that is enough for. */
export interface MemorySettings {
  readonly maxConnections: number;
  readonly sharedBuffers: number;
  readonly effectiveCacheSize: number;
  readonly maintenanceWorkMem: number;
  readonly workMem: number;
}

/** The smallest limit under which the server starts and still serves a handful of sessions. */
export const LEAST_MEMORY = 256 * MEBIBYTE;

/**
 * Settings that stay within a container's memory limit: a quarter is the buffer cache, three workers of
 * autovacuum take their part, and the rest is shared by the sessions, each of which may sort twice at a time.
 * Source: https://www.postgresql.org/docs/15/runtime-config-resource.html
 */
export function memorySettings(limit: number, maxConnections?: number): MemorySettings {
  if (limit < LEAST_MEMORY) {
    throw new RangeError(
      `PostgreSQL needs a memory limit of at least 256Mi, not ${Math.floor(limit / MEBIBYTE)}Mi.`,
    );
  }
  const mebibytes = Math.floor(limit / MEBIBYTE);
  const connections = maxConnections ?? clamp(Math.floor(mebibytes / 10), 50, 400);
  const sharedBuffers = Math.floor(mebibytes / 4);
  const maintenanceWorkMem = clamp(Math.floor(mebibytes / 32), 16, 1024);
  const forSessions = mebibytes - sharedBuffers - 3 * maintenanceWorkMem;
  return {
    maxConnections: connections,
    sharedBuffers,
    effectiveCacheSize: Math.floor((mebibytes * 3) / 4),
    maintenanceWorkMem,
    workMem: clamp(Math.floor(forSessions / (2 * connections)), 1, 256),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
