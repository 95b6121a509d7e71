import { OWNER, type Role, logins } from "../../components/database/names.ts";

const first = (role: Role) => logins(role)[0];
const application = first("application");
const migrator = first("migrator");
const backup = first("backup");
const exporter = first("exporter");
const pooler = first("pooler");

/** Something that a login may say, and the last value of the answer. Any server with a table `task` is left as it was. */
export interface Right {
  readonly login: string;
  readonly statement: string;
  readonly answer: string | null;
}

/** What each login must be able to do. */
export const MAY: readonly Right[] = [
  ...[
    "INSERT INTO task (title) SELECT 'x' WHERE false",
    "UPDATE task SET title = 'y' WHERE false",
    "DELETE FROM task WHERE false",
  ].map((statement) => ({ login: application, statement, answer: null })),
  { login: application, statement: "SHOW statement_timeout", answer: "30s" },
  {
    login: logins("application")[1],
    statement: "SELECT count(*) >= 0 FROM task",
    answer: "t",
  },
  {
    login: migrator,
    statement: "CREATE TABLE scrap (); DROP TABLE scrap; SELECT current_user",
    answer: "taskflow_migrator",
  },
  {
    login: backup,
    statement: "SET row_security = off; SELECT count(*) >= 0 FROM task",
    answer: "t",
  },
  {
    login: backup,
    statement:
      "INSERT INTO taskflow_ops.drill_canary (drill, phase) VALUES ('d', 'before'); DELETE FROM taskflow_ops.drill_canary WHERE drill = 'd'",
    answer: null,
  },
  {
    login: exporter,
    statement:
      "SELECT count(*) > 0 FROM pg_stat_statements s JOIN taskflow_ops.credential c ON true",
    answer: "t",
  },
  {
    login: pooler,
    statement: `SELECT verifier ~ '^SCRAM-SHA-256\\$' FROM taskflow_pooler.lookup('${application}')`,
    answer: "t",
  },
  { login: OWNER, statement: "SELECT count(*) > 0 FROM taskflow_ops.credential", answer: "t" },
];

/** What none of them may, for want of rights. */
export const MAY_NOT: readonly Pick<Right, "login" | "statement">[] = [
  ...[
    "CREATE TABLE x ()",
    "CREATE TEMPORARY TABLE x ()",
    "ALTER TABLE task ADD x int",
    "DROP TABLE task",
    "TRUNCATE task",
    "CREATE SCHEMA x",
    "SELECT * FROM taskflow_ops.credential",
    "SELECT * FROM pg_stat_statements",
    "SELECT rolpassword FROM pg_authid",
    `SELECT taskflow_pooler.lookup('${application}')`,
    "SET ROLE taskflow_migrator",
    "COPY task TO PROGRAM 'cat'",
  ].map((statement) => ({ login: application, statement })),
  ...["CREATE ROLE x", "CREATE EXTENSION amcheck", "SELECT * FROM taskflow_ops.credential"].map(
    (statement) => ({ login: migrator, statement }),
  ),
  ...["DELETE FROM task", "DELETE FROM taskflow_ops.backup_run", "CREATE TABLE x ()"].map(
    (statement) => ({ login: backup, statement }),
  ),
  ...["SELECT * FROM task", "INSERT INTO taskflow_ops.backup_run DEFAULT VALUES"].map(
    (statement) => ({ login: exporter, statement }),
  ),
  ...["SELECT * FROM task", "SELECT rolpassword FROM pg_authid"].map((statement) => ({
    login: pooler,
    statement,
  })),
  ...[
    "SELECT rolpassword FROM pg_authid",
    "ALTER ROLE postgres LOGIN PASSWORD 'x'",
    "CREATE ROLE x SUPERUSER",
  ].map((statement) => ({ login: OWNER, statement })),
];

/** How the server says so. To whom its schema is closed, a table does not exist. */
export const REFUSAL = /permission denied|must be (owner|superuser)|relation "task" does not exist/;
