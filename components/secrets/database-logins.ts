/** What connects to the database under a login that rotates. */
export const rotatingRoles = ["migrator", "application", "backup", "exporter", "pooler"] as const;

export type RotatingRole = (typeof rotatingRoles)[number];

/** Owner of the database. It does not alternate: the database itself reads its password when it starts. */
export const OWNER = "taskflow_owner";

/** Name of a login. */
export function loginName(role: RotatingRole, slot: "a" | "b"): string {
  return `taskflow_${role}_${slot}`;
}
