import type { Output } from "@pulumi/pulumi";

/** A Secret in the workload's namespace, whoever fills it: Pulumi or the External Secrets operator. */
export interface SecretHandle {
  readonly secretName: Output<string>;
  /** Its keys: the names of the files that a container sees. */
  readonly keys: readonly string[];
}

/** A database login that is in use now. Its secret has the keys `username` and `password`. */
export interface Login {
  readonly username: string;
  readonly secret: SecretHandle;
}

/** The logins of the database, one for each thing that connects. */
export interface DatabaseCredentials {
  /** Owns the database and manages the other roles; no superuser. */
  readonly owner: Login;
  /** Changes the schema. */
  readonly migrator: Login;
  /** Reads and writes rows, and nothing else. */
  readonly application: Login;
  /** Starts and stops backups, and reads everything for a logical copy. */
  readonly backup: Login;
  /** Reads statistics. */
  readonly exporter: Login;
  /** Looks up the password verifier of whoever connects through the pooler. */
  readonly pooler: Login;
  /** One key a login, current and retiring: the key is the login's name, the value its password. */
  readonly roles: SecretHandle;
}
