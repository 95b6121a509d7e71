import { DATABASE, OWNER, ROLES, group } from "./names.ts";

/** Schema of the pooler's look-up, which only a superuser may own. */
export const POOLER_SCHEMA = "taskflow_pooler";

/**
 * What only a superuser can do, run over the socket at every start: the owner, the database, extensions, and
 * rights on objects of the system. Everything else is the owner's, see `rolesSql`. Runs any number of times.
 */
export function bootstrapSql(): string {
  return `\\set ON_ERROR_STOP on
SET client_min_messages = warning;

${[OWNER, ...ROLES.map(group)].map(createRole).join("\n")}
ALTER ROLE ${OWNER} LOGIN CREATEROLE;
-- A logical copy must see every row, whatever row security hides from the application.
ALTER ROLE ${group("backup")} BYPASSRLS;
-- Objects that migrations create are the group's, so that the next login of the rotation can alter them.
GRANT ${group("migrator")} TO ${OWNER};
GRANT pg_monitor TO ${group("exporter")};
GRANT pg_read_all_data TO ${group("backup")};
-- The verifiers that a rotation sets stay out of the log.
GRANT SET ON PARAMETER log_statement TO ${OWNER};

SELECT 'CREATE DATABASE ${DATABASE} OWNER ${OWNER}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${DATABASE}') \\gexec
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;

\\connect ${DATABASE}
SET client_min_messages = warning;

CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public;
REVOKE ALL ON public.pg_stat_statements, public.pg_stat_statements_info FROM PUBLIC;
GRANT SELECT ON public.pg_stat_statements, public.pg_stat_statements_info TO ${group("exporter")};
-- The restore drill marks a point in the log and has it archived.
GRANT EXECUTE ON FUNCTION pg_create_restore_point(text), pg_switch_wal() TO ${group("backup")};

CREATE SCHEMA IF NOT EXISTS ${POOLER_SCHEMA};
REVOKE ALL ON SCHEMA ${POOLER_SCHEMA} FROM PUBLIC;
CREATE OR REPLACE FUNCTION ${POOLER_SCHEMA}.lookup(login name)
RETURNS TABLE (username name, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
  SELECT a.rolname, a.rolpassword
  FROM pg_authid a
  WHERE a.rolname = login
    AND a.rolcanlogin
    AND NOT a.rolsuper
    AND (a.rolvaliduntil IS NULL OR a.rolvaliduntil > now())
    AND EXISTS (
      SELECT FROM pg_auth_members m JOIN pg_authid g ON g.oid = m.roleid
      WHERE m.member = a.oid AND g.rolname = '${group("application")}'
    )
$$;
REVOKE ALL ON FUNCTION ${POOLER_SCHEMA}.lookup(name) FROM PUBLIC;
GRANT USAGE ON SCHEMA ${POOLER_SCHEMA} TO ${group("pooler")};
GRANT EXECUTE ON FUNCTION ${POOLER_SCHEMA}.lookup(name) TO ${group("pooler")};
`;
}

export function createRole(role: string): string {
  return (
    `SELECT 'CREATE ROLE ${role}' ` +
    `WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec`
  );
}
