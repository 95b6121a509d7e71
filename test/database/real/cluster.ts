import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { bootstrapSql } from "../../../components/database/bootstrap-sql.ts";
import { memorySettings } from "../../../components/database/memory.ts";
import { OWNER, ROLES, logins } from "../../../components/database/names.ts";
import { offsiteSecretsConf } from "../../../components/database/offsite.ts";
import {
  databaseHostConf,
  repositoryHostConf,
} from "../../../components/database/pgbackrest-conf.ts";
import { pgHba } from "../../../components/database/pg-hba.ts";
import { adminQuery, pgbouncerIni } from "../../../components/database/pgbouncer-ini.ts";
import { postgresqlConf } from "../../../components/database/postgresql-conf.ts";
import { rolesSql } from "../../../components/database/roles-sql.ts";
import { maxWalSize } from "../../../components/database/wal.ts";
import { Authority } from "./authority.ts";
import { Host, type Result, freePorts, until } from "./host.ts";
import { ObjectStore } from "./object-store.ts";

const IMAGE = join(import.meta.dirname, "../../../images/postgres");

type Env = Readonly<Record<string, string>>;

/** The database's pods as processes on the loopback interface, from the files that the components render. */
export class Cluster {
  readonly host = new Host();
  readonly authority = new Authority(this.host, "internal-ca");
  readonly passwords = new Map<string, string>();
  readonly tls: Record<
    "postgres" | "pgbackrest" | "pgbouncer" | "restore-drill" | "offsite",
    string
  >;
  readonly store: ObjectStore;
  private readonly ports: Record<
    "postgres" | "sidecar" | "repository" | "pooler" | "offsite",
    number
  >;

  static async create(): Promise<Cluster> {
    const [postgres = 0, sidecar = 0, repository = 0, pooler = 0, offsite = 0] = await freePorts(5);
    return new Cluster({ postgres, sidecar, repository, pooler, offsite });
  }

  private constructor(ports: Cluster["ports"]) {
    this.ports = ports;
    const { host } = this;
    cpSync(join(IMAGE, "bin"), join(host.root, "bin"), { recursive: true });
    cpSync(join(IMAGE, "lib"), join(host.root, "lib"), { recursive: true });
    const tls = (name: string) => this.authority.issue(name, host.folder("tls", name));
    this.tls = {
      postgres: tls("postgres"),
      pgbackrest: tls("pgbackrest"),
      pgbouncer: tls("pgbouncer"),
      "restore-drill": tls("restore-drill"),
      offsite: tls("offsite"),
    };
    this.store = new ObjectStore(this.tls.offsite);
    for (const login of [
      OWNER,
      ...ROLES.map((role) => logins(role)[0]),
      logins("application")[1],
    ]) {
      // All that a password file or a user list could trip over.
      this.rotate(login, `1:\\"' ${login}`);
    }
    this.configure();
  }

  /** Puts a new password where the Secret would have it. */
  rotate(login: string, password: string): void {
    const { host } = this;
    this.passwords.set(login, password);
    const folder = host.folder("logins", login);
    host.file(join(folder, "username"), login);
    host.file(join(folder, "password"), password);
    if (login !== OWNER) host.file(join(host.folder("roles"), login), password);
  }

  private configure(): void {
    const { host, ports, tls } = this;
    const config = host.folder("config");
    const sockets = host.folder("sockets");
    const write = (folder: string, name: string, content: string) =>
      host.file(join(host.folder(...folder.split("/")), name), content);
    write(
      "config",
      "postgresql.conf",
      postgresqlConf({
        memory: memorySettings(512 * 2 ** 20),
        timeZone: "Europe/Berlin",
        maxWalSize: maxWalSize(2 ** 30),
        archiveTimeoutSeconds: 300,
        paths: { config, tls: tls.postgres, sockets },
      }),
    );
    write("config", "pg_hba.conf", pgHba());
    write("config", "bootstrap.sql", bootstrapSql());
    write("config", "roles.sql", rolesSql());
    const database = { data: join(host.root, "data/pg"), sockets, databasePort: ports.postgres };
    const client = {
      repositories: [1, 2],
      locks: host.folder("locks"),
      ...database,
    };
    write(
      "pgbackrest/database",
      "pgbackrest.conf",
      databaseHostConf({
        link: { tls: tls.postgres, host: "localhost", port: ports.repository },
        live: {
          listen: { address: "127.0.0.1", port: ports.sidecar },
          spool: host.folder("spool"),
        },
        ...client,
      }),
    );
    write(
      "pgbackrest/drill",
      "pgbackrest.conf",
      databaseHostConf({
        link: { tls: tls["restore-drill"], host: "localhost", port: ports.repository },
        ...client,
        data: join(host.root, "drill/pg"),
      }),
    );
    write(
      "pgbackrest/repository",
      "pgbackrest.conf",
      repositoryHostConf({
        link: { tls: tls.pgbackrest, host: "localhost", port: ports.sidecar },
        listen: { address: "127.0.0.1", port: ports.repository },
        repository: host.folder("repository"),
        retention: { unit: "backups", full: 1 },
        offsite: {
          endpoint: `localhost:${ports.offsite}`,
          bucket: "taskflow-backups",
          region: "test-1",
          folder: "/taskflow",
          uriStyle: "path",
          retention: { unit: "days", full: 30 },
        },
        clients: ["postgres", "restore-drill"],
        database,
      }),
    );
    // The kubelet shows a Secret's file as a link into a folder that it can swap.
    host.secret(
      join(host.folder("pgbackrest", "secrets", "..data"), "offsite.conf"),
      offsiteSecretsConf({
        accessKey: "access",
        accessKeySecret: "off-site key",
        passphrase: "off-site passphrase",
      }),
    );
    symlinkSync("..data/offsite.conf", join(host.root, "pgbackrest/secrets/offsite.conf"));
    const pooler = host.folder("pooler");
    const [lookup] = logins("pooler");
    write("pooler-logins/0", "username", lookup);
    write("pooler-logins/0", "password", this.passwords.get(lookup) ?? "");
    write(
      "pooler",
      "pgbouncer.ini",
      pgbouncerIni({
        server: { host: "localhost", port: ports.postgres, database: "taskflow" },
        database: "taskflow",
        sizes: { replicas: 2, poolSize: 3, maxServerConnections: 5, maxClientConnections: 50 },
        lookup,
        port: ports.pooler,
        paths: {
          tls: tls.pgbouncer,
          serverCa: this.authority.certificate,
          sockets: pooler,
          users: join(pooler, "users.txt"),
        },
      }),
    );
  }

  startRepository(): ChildProcess {
    return this.host.start(
      ["reload-on-change", this.tls.pgbackrest, "pgbackrest", "server"],
      this.repositoryEnv(),
    );
  }

  /** Starts everything that the database consists of, and resolves to its server when that is bootstrapped. */
  async serve(): Promise<ChildProcess> {
    await this.listenOffsite();
    this.startRepository();
    const postgres = await this.startPostgres();
    this.startSidecar();
    return postgres;
  }

  startSidecar(): ChildProcess {
    return this.host.start(
      ["reload-on-change", this.tls.postgres, "pgbackrest", "server"],
      this.databaseEnv(),
    );
  }

  /** Resolves when the entry point says that everything is there. */
  async startPostgres(): Promise<ChildProcess> {
    const server = this.host.start(
      ["taskflow-postgres", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
      this.databaseEnv(),
    );
    const marker = join(this.host.root, "sockets/bootstrapped");
    await until(() => {
      if (server.exitCode !== null) throw new Error(this.host.logs.join(""));
      return existsSync(marker);
    });
    return server;
  }

  async startPooler(): Promise<ChildProcess> {
    const { host, ports } = this;
    const pooler = host.start(["taskflow-pooler", join(host.root, "pooler/pgbouncer.ini")], {
      RELOAD_SECONDS: "0.2",
      TLS_DIR: this.tls.pgbouncer,
      LOGINS_DIR: join(host.root, "pooler-logins"),
      USERS_FILE: join(host.root, "pooler/users.txt"),
    });
    await until(() => existsSync(join(host.root, `pooler/.s.PGSQL.${ports.pooler}`)));
    return pooler;
  }

  reconcileRoles(): Promise<Result> {
    const { root } = this.host;
    return this.host.run(["taskflow-roles"], {
      ...this.clientEnv(),
      LOGIN_DIR: join(root, "logins", OWNER),
      ROLES_DIR: join(root, "roles"),
      CONFIG_DIR: join(root, "config"),
    });
  }

  prepareStanza(): Promise<Result> {
    return this.host.run(["taskflow-stanza"], this.repositoryEnv());
  }

  backup(kind: "full" | "incr"): Promise<Result> {
    return this.host.run(["taskflow-backup", kind, "1", "2"], {
      ...this.repositoryEnv(),
      ...this.clientEnv(),
      LOGIN_DIR: join(this.host.root, "logins", logins("backup")[0]),
    });
  }

  drill(): Promise<Result> {
    const { root } = this.host;
    this.host.folder("drill");
    return this.host.run(["taskflow-drill", "2"], {
      PGBACKREST_CONFIG: join(root, "pgbackrest/drill/pgbackrest.conf"),
      ...this.clientEnv(),
      LOGIN_DIR: join(root, "logins", logins("backup")[0]),
      PGDATA: join(root, "drill/pg"),
      SOCKET_DIR: this.host.folder("drill-sockets"),
    });
  }

  /** Restores a backup into a server on a port, for who migrates it. `sockets` is its folder. */
  startThrowaway(from: readonly string[], port: number, sockets: string): ChildProcess {
    const { root } = this.host;
    this.host.folder("drill");
    return this.host.start(["taskflow-throwaway", ...from], {
      PGBACKREST_CONFIG: join(root, "pgbackrest/drill/pgbackrest.conf"),
      PGDATA: join(root, "drill/pg"),
      PGDATABASE: "taskflow",
      SERVER_PORT: String(port),
      SOCKET_DIR: sockets,
      TLS_DIR: this.tls["restore-drill"],
      LOGIN_DIR: join(root, "logins", logins("migrator")[0]),
    });
  }

  /** Puts a logical copy into the folder. */
  copy(folder: string, days = 30): Promise<Result> {
    return this.host.run(["taskflow-copy", folder, String(days)], {
      ...this.clientEnv(),
      LOGIN_DIR: join(this.host.root, "logins", logins("backup")[0]),
    });
  }

  restoreCopy(file: string): Promise<Result> {
    return this.host.run(["taskflow-copy-restore", file], {
      ...this.clientEnv(),
      LOGIN_DIR: join(this.host.root, "logins", logins("migrator")[0]),
    });
  }

  /** Puts the application's data back to what they were in a copy in the folder, in a backup or at an instant. */
  restore(from: string, folder: string): Promise<Result> {
    const { root } = this.host;
    this.host.folder("drill");
    return this.host.run(["taskflow-restore", folder], {
      PGBACKREST_CONFIG: join(root, "pgbackrest/drill/pgbackrest.conf"),
      ...this.clientEnv(),
      RESTORE: from,
      LOGIN_DIR: join(root, "logins", logins("migrator")[0]),
      PGDATA: join(root, "drill/pg"),
      SOCKET_DIR: this.host.folder("drill-sockets"),
      TMPDIR: join(root, "drill"),
    });
  }

  /** Everything in the database but the records of its operation, as text. */
  async dump(): Promise<string> {
    const options = ["--username=postgres", "--restrict-key=same", "--exclude-schema=taskflow_ops"];
    const { status, stdout, stderr } = await this.host.run(["pg_dump", ...options, "taskflow"], {
      PGHOST: join(this.host.root, "sockets"),
      PGPORT: String(this.ports.postgres),
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Guards migrations as the pod does. `run` is its folder, empty or of a guard before it. */
  startMigrationGuard(run: string, env: Env = {}): ChildProcess {
    return this.host.start(["taskflow-migration-guard"], {
      ...this.clientEnv(),
      ...env,
      LOGIN_DIR: join(this.host.root, "logins", logins("migrator")[0]),
      RUN_DIR: run,
    });
  }

  /** One statement as a login, straight to the server or through the pooler. */
  query(
    login: string,
    sql: string,
    { via = "postgres", ...env }: { via?: "postgres" | "pooler" } & Record<string, string> = {},
  ): Promise<Result> {
    return this.host.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], {
      ...this.clientEnv(),
      PGPORT: String(this.ports[via]),
      PGUSER: login,
      PGPASSWORD: this.passwords.get(login) ?? "",
      ...env,
    });
  }

  /** As the superuser, who has no way in but the socket. */
  administer(sql: string): Promise<Result> {
    return this.host.run(["psql", "-XAtq", "-U", "postgres", "-d", "taskflow", "-c", sql], {
      PGHOST: join(this.host.root, "sockets"),
      PGPORT: String(this.ports.postgres),
    });
  }

  /** The commands that the probes run in the containers. */
  probes(): Promise<Result[]> {
    const { host, ports } = this;
    const sockets = join(host.root, "sockets");
    return Promise.all([
      host.run(["pgbackrest", "server-ping", "--log-level-console=warn"], this.databaseEnv()),
      host.run(["pgbackrest", "server-ping", "--log-level-console=warn"], this.repositoryEnv()),
      host.run(["pg_isready", "--quiet", "--host", sockets, "--dbname", "taskflow"], {
        PGPORT: String(ports.postgres),
      }),
      host.run(adminQuery(join(host.root, "pooler"), ports.pooler)),
    ]);
  }

  /** The serial number of the certificate that a server shows. */
  async serial(server: "postgres" | "repository" | "pooler"): Promise<string> {
    const shown = await this.host.run([
      ...["openssl", "s_client", "-connect", `localhost:${this.ports[server]}`],
      ...(server === "repository" ? [] : ["-starttls", "postgres"]),
    ]);
    const parsed = await this.host.run(["openssl", "x509", "-noout", "-serial"], {}, shown.stdout);
    return parsed.stdout.trim();
  }

  async close(): Promise<void> {
    await this.host.close();
    this.store.close();
  }

  listenOffsite(): Promise<void> {
    return this.store.listen(this.ports.offsite);
  }

  databaseEnv(): Env {
    const { root } = this.host;
    return {
      PGDATA: join(root, "data/pg"),
      PGHOST: join(root, "sockets"),
      PGPORT: String(this.ports.postgres),
      CONFIG_DIR: join(root, "config"),
      TLS_DIR: this.tls.postgres,
      OWNER_DIR: join(root, "logins", OWNER),
      PGBACKREST_CONFIG: join(root, "pgbackrest/database/pgbackrest.conf"),
      RELOAD_SECONDS: "0.2",
      SMART_SECONDS: "1",
    };
  }

  private repositoryEnv(): Env {
    const { root } = this.host;
    return {
      PGBACKREST_CONFIG: join(root, "pgbackrest/repository/pgbackrest.conf"),
      PGBACKREST_CONFIG_INCLUDE_PATH: join(root, "pgbackrest/secrets"),
      PGBACKREST_REPO2_STORAGE_CA_FILE: this.authority.certificate,
      RELOAD_SECONDS: "0.2",
    };
  }

  private clientEnv(): Env {
    return {
      PGHOST: "localhost",
      PGPORT: String(this.ports.postgres),
      PGDATABASE: "taskflow",
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: this.authority.certificate,
    };
  }
}
