import { group, list, whole, withDefault } from "./fields.ts";
import { table } from "./formats.ts";

/** How the schema is changed. */
export const migrations = group({
  lockTimeoutSeconds: withDefault(
    whole(1, 600),
    "Seconds that a statement waits for a lock before the migrations fail. While it waits, everybody behind it waits too.",
    5,
  ),
  statementTimeoutSeconds: withDefault(
    whole(1, 3600),
    "Seconds that one statement may take. More for an index of a large table.",
    300,
  ),
  withoutRowSecurity: withDefault(
    list(table),
    "Tables that need no row security, because they hold nothing of a tenant. Every other one must have it, and force it.",
    [],
    ["account", "session"],
  ),
});
