import { createRole } from "./bootstrap-sql.ts";
import { DATABASE, ROLES, type Role, group, logins } from "./names.ts";
import { opsSql } from "./ops-sql.ts";

/** Limits of the application's sessions, so that one slow or forgotten transaction cannot hold up the others. */
const APPLICATION_LIMITS = {
  statement_timeout: "30s",
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "60s",
};

/**
 * Roles that act as their group from the first statement: the migrator so that objects belong to the group and
 * not to one login, the backup because the right to see every row cannot be inherited.
 */
const ACTS_AS_GROUP: ReadonlySet<Role> = new Set<Role>(["migrator", "backup"]);

/** Logins, rights and operational tables, as the owner declares them. Runs any number of times. */
export function rolesSql(): string {
  return `\\set ON_ERROR_STOP on
SET client_min_messages = warning;

${ROLES.flatMap(login).join("\n")}

BEGIN;

REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${DATABASE} TO ${ROLES.map(group).join(", ")};
GRANT TEMPORARY ON DATABASE ${DATABASE} TO ${group("migrator")};

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${group("application")}, ${group("exporter")};
GRANT USAGE, CREATE ON SCHEMA public TO ${group("migrator")};

-- Rows, never tables: what a migration creates, the application may use and not change.
${applicationRights()}

${opsSql()}
COMMIT;
`;
}

function login(role: Role): string[] {
  return logins(role).flatMap((name) => [
    createRole(name),
    `ALTER ROLE ${name} LOGIN;`,
    `GRANT ${group(role)} TO ${name};`,
    ...(ACTS_AS_GROUP.has(role) ? [`ALTER ROLE ${name} SET role = '${group(role)}';`] : []),
    ...(role === "application" ? limits(name) : []),
  ]);
}

function limits(name: string): string[] {
  return Object.entries(APPLICATION_LIMITS).map(
    ([setting, value]) => `ALTER ROLE ${name} SET ${setting} = '${value}';`,
  );
}

function applicationRights(): string {
  const byMigrator = `ALTER DEFAULT PRIVILEGES FOR ROLE ${group("migrator")}`;
  const inPublic = (rights: string, kind: string) =>
    `${byMigrator} IN SCHEMA public GRANT ${rights} ON ${kind} TO ${group("application")};`;
  return [
    `${byMigrator} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;`,
    inPublic("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
    inPublic("USAGE, SELECT", "SEQUENCES"),
    inPublic("EXECUTE", "FUNCTIONS"),
  ].join("\n");
}
