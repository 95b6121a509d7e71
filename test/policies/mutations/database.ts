import { type Breakage, type Way, gone, is, made, plus } from "./breakage.ts";

const MAP = "ConfigMap";
const file = (name: string) => `data."${name}"`;
const POSTGRES = file("postgresql.conf");
const HBA = file("pg_hba.conf");
const POOLER = file("pgbouncer.ini");
const BACKREST = file("pgbackrest.conf");

type Inputs = Readonly<Record<string, unknown>>;
const holds =
  (name: string, text = "") =>
  ({ data }: Inputs) => {
    const files = data as Readonly<Record<string, unknown>>;
    return typeof files[name] === "string" && files[name].includes(text);
  };

/** A setting of a text with another value, and without any. */
const setting = (name: string, ...values: readonly (string | undefined)[]): Way[] =>
  values.map((value) =>
    made(`${name} ${value ?? "is removed"}`, (text: string) =>
      text.replace(
        new RegExp(`^${name} *=.*\n?`, "m"),
        value === undefined ? "" : `${name} = ${value}\n`,
      ),
    ),
  );
/** A text with a line more, at its end and at its beginning. */
const line = (...lines: readonly string[]): Way[] =>
  lines.flatMap((added) => [
    made(`ends with ${added}`, (text: string) => `${text.replace(/\n?$/, "\n")}${added}\n`),
    made(`begins with ${added}`, (text: string) => `${added}\n${text}`),
  ]);
const replaced = (from: string | RegExp, to: string): Way =>
  made(`${String(from)} becomes ${to}`, (text: string) => text.replace(from, to));

const postgres = (rule: string, ...by: readonly Way[]): Breakage => ({
  rule,
  of: MAP,
  where: holds("postgresql.conf"),
  at: POSTGRES,
  by,
});
const pooler = (rule: string, ...by: readonly Way[]): Breakage => ({
  rule,
  of: MAP,
  where: holds("pgbouncer.ini"),
  at: POOLER,
  by,
});
const cronJob = (name: string) => (inputs: Inputs) =>
  (inputs["metadata"] as { name: string }).name.startsWith(name);

/** The label by which a server is known. */
const server = (app: string) => (inputs: Inputs) =>
  (inputs["spec"] as { template: { metadata: { labels: { app: string } } } }).template.metadata
    .labels.app === app;
const VOLUMES = "spec.template.spec.volumes";
const SERVERS = [
  ["StatefulSet", "postgres"],
  ["Deployment", "pgbouncer"],
  ["StatefulSet", "prometheus"],
] as const;

export const database: readonly Breakage[] = [
  ...SERVERS.map(([kind, app]): Breakage => ({
    rule: "server-reads-judged-files",
    of: kind,
    where: server(app),
    at: [VOLUMES, `${VOLUMES}.0.configMap`, `${VOLUMES}.0.configMap.name`],
    by: [gone],
    told: VOLUMES,
  })),
  {
    rule: "server-reads-judged-files",
    of: ["StatefulSet", "Deployment"],
    where: (inputs) => SERVERS.some(([, app]) => server(app)(inputs)),
    at: `${VOLUMES}.0.configMap.name`,
    by: is("other", "", null),
    told: VOLUMES,
  },
  postgres(
    "postgres-encrypts",
    ...setting("ssl", undefined, "'off'", "off", "false", "'no'", "0", "'of'"),
    ...line(
      "ssl = off",
      "include = 'more.conf'",
      "include_dir 'conf.d'",
      "include_if_exists 'x'",
    ).filter(({ text }) => !text.startsWith("begins with ssl")),
  ),
  postgres(
    "postgres-encrypts",
    ...setting("ssl_min_protocol_version", "'TLSv1'", "'TLSv1.1'", "''", "'SSLv3'"),
  ),
  postgres("postgres-encrypts", ...setting("password_encryption", "'md5'", "md5", "'on'", "''")),
  postgres("postgres-archives", ...setting("archive_mode", undefined, "'off'", "off", "''")),
  postgres(
    "postgres-archives",
    ...setting("archive_command", undefined, "''", "'true'", "'/bin/true'", "':'"),
  ),
  postgres(
    "postgres-archives",
    ...setting("archive_timeout", undefined, "0", "86400", "'2h'", "'1d'"),
  ),
  postgres("postgres-archives", ...setting("wal_level", "'minimal'", "minimal")),
  postgres(
    "postgres-archives",
    made("+ fsync = off", (text: string) => `${text}fsync = off\n`),
    made("+ full_page_writes = off", (text: string) => `${text}full_page_writes = 'off'\n`),
  ),
  postgres(
    "one-time-zone",
    ...setting("timezone", undefined, "'UTC'", "''"),
    ...setting("log_timezone", undefined, "'UTC'"),
  ),
  {
    rule: "one-time-zone",
    at: "container.env.*.value",
    where: ({ kind }) => kind !== undefined,
    by: [made("TZ = UTC", (value: unknown) => (value === "Europe/Berlin" ? "UTC" : value))],
  },
  {
    rule: "one-time-zone",
    at: "container.env",
    by: plus(
      { name: "TZ", value: "UTC" },
      { name: "TZ", value: "Europe/London" },
      { name: "TZ", value: "*" },
    ),
  },
  postgres(
    "pools-fit-connections",
    ...setting("max_connections", "20", "50", "0", "-1"),
    ...setting("superuser_reserved_connections", "99"),
  ),
  pooler(
    "pools-fit-connections",
    replaced(" max_db_connections=26", ""),
    replaced("max_db_connections=26", "max_db_connections=1000"),
    replaced("max_db_connections=26", "max_db_connections=0"),
    replaced("max_db_connections=26", "max_db_connections=40"),
  ),
  {
    rule: "pools-fit-connections",
    of: "Deployment",
    where: cronJob("pgbouncer"),
    at: "spec.replicas",
    by: is(10, 1000),
  },
  {
    rule: "postgres-admits-by-tls",
    of: MAP,
    where: holds("pg_hba.conf"),
    at: HBA,
    by: [
      ...is("", "# nothing\n"),
      ...line(
        "host all all 0.0.0.0/0 scram-sha-256",
        "hostssl all all all trust",
        "hostssl all all all md5",
        "hostssl all all all password",
        "hostnossl all all all trust",
        "hostgssenc all all all gss",
        "local all all trust",
        "local all all md5",
        "include more.conf",
        "whatever",
        "hostssl all all 10.0.0.0 255.0.0.0 trust",
        "host all all all trust # hostssl",
        "hostssl all all all ldap",
      ),
      replaced(/hostssl/, "host"),
      replaced(/scram-sha-256/, "trust"),
      replaced(/scram-sha-256/, "md5"),
      replaced("local all postgres peer", "local all all trust"),
      replaced("hostnossl all all all reject", "hostnossl all all all scram-sha-256"),
    ],
  },
  {
    rule: "postgres-admits-by-tls",
    of: MAP,
    where: holds("pg_hba.conf"),
    at: HBA,
    by: [gone, ...is(null, 1, {})],
  },
  pooler(
    "pooler-encrypts-both-sides",
    ...setting("client_tls_sslmode", undefined, "disable", "allow", "prefer", ""),
    ...setting(
      "server_tls_sslmode",
      undefined,
      "disable",
      "allow",
      "prefer",
      "require",
      "verify-ca",
      "",
    ),
    ...setting("auth_type", undefined, "trust", "any", "md5", "plain", ""),
  ),
  {
    rule: "database-client-verifies",
    at: "container.env.*.value",
    where: ({ kind }) => kind !== undefined,
    by: ["disable", "allow", "prefer", "require", "verify-ca", "", "*"].map((mode) =>
      made(`sslmode ${mode}`, (value: unknown) => (value === "verify-full" ? mode : value)),
    ),
  },
  {
    rule: "database-client-verifies",
    at: "container.env",
    by: [
      ...plus(
        { name: "PGSSLMODE", value: "require" },
        { name: "PGSSLMODE" },
        { name: "DATABASE_URL", value: "postgres://postgres/taskflow" },
        { name: "DATABASE_URL", value: "postgresql://postgres/taskflow?sslmode=require" },
        { name: "DATABASE_URL", value: "host=postgres sslmode=prefer" },
      ),
      made("without PGSSLMODE", (env: { name: string; value?: string }[]) =>
        env.some(({ name, value }) => name === "PGHOST" && !value?.startsWith("/"))
          ? env.filter(({ name }) => name !== "PGSSLMODE")
          : env,
      ),
    ],
  },
  {
    rule: "database-client-verifies",
    at: ["container.args", "container.command"],
    by: plus(
      "postgres://postgres/taskflow?sslmode=disable",
      "--dsn=postgres://postgres/taskflow",
      "psql sslmode=require host=postgres",
    ),
  },
  {
    rule: "config-map-verifies-database",
    of: MAP,
    at: "data.*",
    by: line(
      "url: postgres://postgres/taskflow",
      "sslmode=require",
      "sslmode: disable",
      '"sslmode": "prefer"',
    ),
  },
  {
    rule: "config-map-holds-no-credential",
    of: MAP,
    at: "data.*",
    by: line(
      "password = horse battery",
      "-----BEGIN PRIVATE KEY-----",
      "url: https://user:horse@example.com/",
      `token: ghp_${"a1B2".repeat(9)}`,
      "AKIAIOSFODNN7EXAMPLE",
    ),
  },
  {
    rule: "alertmanager-config-is-secret",
    of: MAP,
    at: 'data."alertmanager.yml"',
    by: is("route: {}"),
  },
  {
    rule: "backups-are-encrypted-and-kept",
    of: MAP,
    where: holds("pgbackrest.conf", "repo2-type"),
    at: BACKREST,
    by: [
      ...setting("repo2-cipher-type", undefined, "none"),
      ...setting("repo2-retention-full", undefined, "0", "-1", "x"),
      ...setting("repo1-retention-full", undefined, "0"),
      replaced("repo2-bundle=y", "repo2-storage-verify-tls=n"),
      replaced("repo2-bundle=y", "repo2-s3-verify-tls=n"),
      replaced("repo1-bundle=y", "repo1-type=gcs"),
      replaced("repo1-bundle=y", "repo1-type=s3"),
      replaced("repo1-bundle=y", "repo1-type=azure"),
    ],
  },
  {
    rule: "backups-leave-the-cluster",
    of: MAP,
    where: holds("pgbackrest.conf", "repo2-type"),
    at: BACKREST,
    by: [gone, ...setting("repo2-type", undefined, "posix", "cifs")],
  },
  {
    rule: "backups-leave-the-cluster",
    of: MAP,
    where: holds("pgbackrest.conf", "repo2-type"),
    at: "",
    by: [gone],
  },
  {
    rule: "backups-are-scheduled",
    of: "CronJob",
    where: cronJob("backup"),
    at: ["", "container.args"],
    by: [gone],
  },
  {
    rule: "backups-are-scheduled",
    of: "CronJob",
    where: cronJob("backup"),
    at: "spec.schedule",
    by: [gone, ...is("", null, "* * *", "never", 1)],
  },
  {
    rule: "backups-are-scheduled",
    of: "CronJob",
    where: cronJob("backup"),
    at: "spec.suspend",
    by: is(true),
  },
  {
    rule: "restore-drill-is-scheduled",
    of: "CronJob",
    where: cronJob("restore-drill"),
    at: "",
    by: [gone],
  },
  {
    rule: "restore-drill-is-scheduled",
    of: "CronJob",
    where: cronJob("restore-drill"),
    at: "spec.suspend",
    by: is(true),
  },
  {
    rule: "restore-drill-is-scheduled",
    of: "CronJob",
    where: cronJob("restore-drill"),
    at: "spec.schedule",
    by: [gone, ...is("", null, "never", 1)],
  },
  {
    rule: "alerts-have-runbooks",
    of: MAP,
    where: holds("rules.yml"),
    at: file("rules.yml"),
    by: [
      replaced(/\n *runbook_url:.*/, ""),
      replaced(/runbook_url: .*/, "runbook_url: ''"),
      replaced(/runbook_url: .*/, "runbook_url: http://example.com/"),
      replaced(/runbook_url: .*/, "runbook_url: see the wiki"),
      replaced(/\n *summary:.*/, ""),
      replaced(/summary: .*/, "summary: ''"),
      replaced(/\n *severity:.*/, ""),
      replaced(/severity: .*/, "severity: whatever"),
      ...is("", "null", "[", "x", "- alert: X"),
      line("groups: []")[0] ?? gone,
    ],
  },
];
