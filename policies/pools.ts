import type { Settings } from "./config-files.ts";

/** What PgBouncer keeps for one database. */
export interface DatabasePool {
  readonly database: string;
  /** Connections to the server at the most; absent when nothing limits them. */
  readonly most?: number;
}

/** The databases of a `pgbouncer.ini`. */
export function poolsOf(sections: ReadonlyMap<string, Settings>): DatabasePool[] {
  const general = limit(sections.get("pgbouncer")?.get("max_db_connections"));
  return [...(sections.get("databases") ?? [])].map(([database, options]) => {
    const [, own] = /(?:^|\s)max_db_connections\s*=\s*(\d{1,9})/.exec(options) ?? [];
    const most = limit(own) ?? general;
    return { database, ...(most !== undefined && { most }) };
  });
}

/** Connections that one pooler opens at the most, to all its databases. */
export function largestPool(sections: ReadonlyMap<string, Settings>): number {
  let sum = 0;
  for (const { most } of poolsOf(sections)) sum += most ?? Infinity;
  return sum;
}

/** Zero is none. */
function limit(value: string | undefined): number | undefined {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
