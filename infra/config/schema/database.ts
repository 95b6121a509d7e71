import {
  decimal,
  group,
  optional,
  required,
  variant,
  variants,
  whole,
  withDefault,
  word,
} from "./fields.ts";
import {
  certificate,
  cron,
  egress,
  host,
  httpsUrl,
  name,
  objectName,
  port,
  size,
  words,
} from "./formats.ts";
import { EXAMPLE_CERTIFICATE } from "./example-certificate.ts";
import { resources } from "./web.ts";

/** A volume that is to be created. */
export const volume = (bytes: string) =>
  group({
    storageClass: optional(
      objectName,
      "Name of the StorageClass. Default: the cluster's own default.",
      "fast-retain",
    ),
    size: required(size, "Size of the volume.", bytes),
  });

const connections = {
  maxConnections: withDefault(
    whole(20, 5000),
    "Connections that PostgreSQL accepts. Each costs memory: pool instead of raising it.",
    100,
  ),
  pools: required(
    group({
      application: required(
        whole(1, 4000),
        "Server connections of the backend's login in one pooler.",
        20,
      ),
      total: required(
        whole(1, 4000),
        "Server connections of one pooler in all. More than the above: during a rotation both logins of the backend are connected, and verifiers are looked up.",
        26,
      ),
    }),
    "Sizes of PgBouncer's pools. Those of all poolers, and of one more while they roll, fit into what PostgreSQL accepts less what is kept free for direct connections.",
  ),
  backupSizeShare: withDefault(
    decimal(0, 1),
    "Share of the size of the backups before it that the backup before a release must have. A smaller one lacks something.",
    0.5,
  ),
  pooler: required(
    group({
      replicas: withDefault(whole(1, 10), "Poolers that run.", 2),
      maxClientConnections: withDefault(
        whole(10, 100000),
        "Connections that one pooler accepts from the backend.",
        1000,
      ),
      resources: required(resources, "Requests and limits of one pooler."),
    }),
    "PgBouncer, between the backend and PostgreSQL.",
  ),
};

const offsite = group({
  endpoint: required(
    httpsUrl,
    "S3 endpoint of another provider or region than the cluster's.",
    "https://s3.backup.example.net",
  ),
  region: required(words, "Region, as the endpoint names it.", "eu-central-1"),
  uriStyle: withDefault(
    word(["host", "path"]),
    "Whether the bucket is part of the endpoint's host name or of the path.",
    "host",
  ),
  bucket: required(
    objectName,
    "Bucket. Versioned and locked against deletion, if the provider can.",
    "taskflow-backups",
  ),
  folder: withDefault(name, "Folder in the bucket.", "production"),
  retentionDays: withDefault(
    whole(7, 3650),
    "Days back to which the database can be restored from there.",
    90,
  ),
  egress: required(egress, "Addresses of the endpoint, for the network policy."),
});

export const EXAMPLE_OFFSITE = {
  endpoint: "https://s3.backup.example.net",
  region: "eu-central-1",
  bucket: "taskflow-backups",
  egress: [{ cidr: "203.0.113.20/32", port: 443 }],
};

const backups = group({
  schedule: withDefault(
    group({
      full: withDefault(cron, "When a full backup is made.", "0 1 * * 0"),
      incremental: withDefault(
        cron,
        "When the changes since the last one are saved.",
        "0 1 * * 1-6",
      ),
      restoreDrill: withDefault(
        cron,
        "When the newest backup is restored into a throwaway instance and checked. At least weekly: the alert comes after 8 days.",
        "0 4 * * 1",
      ),
    }),
    "Cron expressions in the configured time zone.",
    {},
  ),
  retentionDays: withDefault(
    whole(1, 3650),
    "Days back to which the database can be restored. At least 7 in production.",
    30,
  ),
  archiveTimeoutSeconds: withDefault(
    whole(30, 3600),
    "Seconds after which a piece of the log is archived even when it is not full: the most that a lost volume costs.",
    300,
  ),
  repository: required(volume("200Gi"), "Volume of the backups in the cluster."),
  offsite: optional(
    offsite,
    "Second, encrypted repository elsewhere with credentials of its own. Required in production.",
  ),
});

/** The database in the cluster. */
const bundled = variant("bundled", "One PostgreSQL in the cluster, with backups. No failover.", {
  version: withDefault(
    whole(15, 18),
    "Major version of PostgreSQL, which the tag of `images.overrides.postgres` begins with. A change needs `pg_upgrade`.",
    15,
  ),
  storage: required(
    volume("100Gi"),
    "Volume of the data. It outlives its namespace if its class has the reclaim policy Retain.",
  ),
  resources: required(
    resources,
    "Requests and limits. With the same memory for both, PostgreSQL is the last to be killed.",
  ),
  ...connections,
  backups: required(backups, "Backups and their proof.", {
    repository: { size: "200Gi" },
    offsite: EXAMPLE_OFFSITE,
  }),
});

const login = (username: string) =>
  group({
    username: required(words, "Name of the role.", username),
    secret: required(
      objectName,
      "Name of an existing Secret in the application's namespace, with `username` and `password`.",
      username.replaceAll("_", "-"),
    ),
  });

/** The database elsewhere. */
const external = variant(
  "external",
  "A PostgreSQL that others run, for those who outgrow one instance. Its backups are theirs.",
  {
    host: required(host, "Host of the server, as its certificate names it.", "db.example.net"),
    port: withDefault(port, "Port of the server.", 5432),
    database: withDefault(name, "Name of the database.", "taskflow"),
    ca: required(
      certificate,
      "Certificate of the authority that signed the server's, in PEM. Every client verifies it.",
      EXAMPLE_CERTIFICATE,
    ),
    logins: required(
      group({
        application: required(login("taskflow_application"), "Reads and writes rows."),
        migrator: required(login("taskflow_migrator"), "Changes the schema."),
        backup: required(
          login("taskflow_backup"),
          "Reads everything for logical copies, also what row security hides: `pg_read_all_data` and `BYPASSRLS`.",
        ),
        exporter: required(login("taskflow_exporter"), "Reads statistics."),
      }),
      "Who connects. The roles are made by those who run the server.",
    ),
    egress: required(egress, "Addresses of the server, for the network policy."),
    copies: required(
      group({
        storage: required(
          volume("50Gi"),
          "Volume of the copies. It outlives its namespace if its class has the reclaim policy Retain.",
        ),
        retentionDays: withDefault(whole(1, 3650), "Days after which a copy is removed.", 30),
        rehearsal: required(
          volume("100Gi"),
          "Volume that a copy is restored to, to try migrations on it. It is there while that lasts.",
        ),
      }),
      "Logical copies, of which a release makes one before it changes the schema.",
    ),
    ...connections,
  },
);

export const database = variants([bundled, external]);
