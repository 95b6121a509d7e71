import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { childOptions } from "../kubernetes/child-options.ts";
import { instanceLabels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import { OWNER, type RotatingRole, loginName, rotatingRoles } from "./database-logins.ts";
import type { DatabaseCredentials, Login, SecretHandle } from "./handles.ts";
import { type Slot, rotation } from "./rotation.ts";
import { type SecretFile, type SecretSource, type SecretSpec, secretFrom } from "./store.ts";
import { type VaultArgs, vaultStore } from "./vault.ts";

/** A secret of the configuration, with the name of its file. */
export interface ConfiguredSecret {
  readonly file: string;
  /** Absent when Vault has it. */
  readonly value: pulumi.Input<string> | undefined;
}

/** Arguments of {@link Secrets}. */
export interface SecretsArgs {
  readonly platform: Platform;
  /** Encrypted configuration and generated values, or Vault. */
  readonly source: { readonly kind: "pulumi" } | ({ readonly kind: "vault" } & VaultArgs);
  readonly namespaces: {
    readonly application: pulumi.Input<string>;
    readonly monitoring: pulumi.Input<string>;
    readonly agents: pulumi.Input<string>;
    /** Default: cert-manager is there already, and its images are somebody else's concern. */
    readonly certManager?: pulumi.Input<string>;
  };
  /** Counters: one more re-keys. */
  readonly rotation: {
    /** Of the database logins. */
    readonly database: number;
    /** Of the keys that sign sessions and tokens. */
    readonly keys: number;
    /** Of the passwords of the database's owner, of Grafana's administrator and of the smoke user. */
    readonly accounts: number;
  };
  /** What the backend needs from outside: mail, error tracking, third-party providers. */
  readonly backend: readonly ConfiguredSecret[];
  /** What Alertmanager needs: webhooks, the dead man's switch, the password for mail. */
  readonly alertmanager: readonly ConfiguredSecret[];
  /** What the announcements of a release need: addresses of channels, tokens, the password for mail. */
  readonly announcements: readonly ConfiguredSecret[];
  /** What the repository of backups needs: off-site credentials and the passphrase of the cipher. */
  readonly backups: readonly ConfiguredSecret[];
  /** E-mail address of the user that the smoke gate logs in as. */
  readonly smokeUser: string;
  /** Login of the registry, and the name of its Secret in every namespace. Default: images are pulled without. */
  readonly registry?: {
    readonly secretName: string;
    /** Content of a Docker configuration file (`.dockerconfigjson`). Absent when Vault has it. */
    readonly dockerConfig: pulumi.Input<string> | undefined;
  };
  /** Certificate of the authority of an external database, in PEM. Default: the database is in the cluster. */
  readonly databaseCa?: string;
  /** Token of the DNS provider, and the name of its Secret beside every issuer. Default: no certificate needs one. */
  readonly dns?: { readonly secretName: string; readonly token: ConfiguredSecret };
}

/** File of the address, with its key, to which the backend reports errors. */
export const ERROR_TRACKING_FILE = "error-tracking-dsn";

/** A namespace that holds secrets. */
type SecretNamespace = keyof SecretsArgs["namespaces"];

/** A namespace, and where its secrets come from. */
interface Place {
  readonly namespace: pulumi.Input<string>;
  readonly source: SecretSource;
}

/** Length of generated passwords and keys, in characters of 62: over 256 bits. */
const LENGTH = 48;

/** Every credential: generated, taken from encrypted configuration, or fetched from Vault. All arrive as files. */
export class Secrets extends pulumi.ComponentResource {
  readonly database: DatabaseCredentials;
  /** Keys of sessions and tokens, each with its predecessor, and what was configured for the backend. */
  readonly backend: SecretHandle;
  /** `email` and `password`. */
  readonly smokeUser: SecretHandle;
  /** `password` of Grafana's administrator. */
  readonly grafana: SecretHandle;
  /** Absent when nothing was configured for it. */
  readonly alertmanager: SecretHandle | undefined;
  /** Absent when nothing was configured for it. */
  readonly announcements: SecretHandle | undefined;
  /** Absent when nothing was configured for it. */
  readonly backups: SecretHandle | undefined;

  /** Name of the registry's login in each namespace, for what must not come before it. Empty without a login. */
  readonly registryLogins: ReadonlyMap<string, pulumi.Output<string>>;
  /** `ca.crt` of an external database. */
  readonly databaseCa: SecretHandle | undefined;

  readonly #name: string;
  readonly #args: SecretsArgs;
  readonly #child: pulumi.CustomResourceOptions;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:secrets:Secrets", name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.#child = childOptions(this, opts);
    this.#places = new Map(
      Object.entries(args.namespaces).map(([key, namespace]) => [
        key,
        { namespace, source: this.#source(key, namespace) },
      ]),
    );

    this.database = this.#databaseCredentials();
    const keys = rotation(args.rotation.keys);
    const key = (of: string, slot: Slot) =>
      this.#generated(`${of}-key-${slot}`, keys.keyedAt[slot], `keys/${of}-${slot}`, "key");
    const tracksErrors = args.backend.some(({ file }) => file === ERROR_TRACKING_FILE);
    this.backend = this.#secret(
      "backend",
      "application",
      {
        "session-key": key("session", keys.current),
        "session-key-previous": key("session", keys.previous),
        "token-key": key("token", keys.current),
        "token-key-previous": key("token", keys.previous),
        ...configured("backend", args.backend),
      },
      tracksErrors ? ["mon.7"] : [],
    );
    const account = (of: string) =>
      this.#generated(`${of}-password`, args.rotation.accounts, `accounts/${of}`, "password");
    this.smokeUser = this.#secret("smoke-user", "application", {
      email: {
        value: () => args.smokeUser,
        vault: { entry: "accounts/smoke-user", property: "email" },
      },
      password: account("smoke-user"),
    });
    this.grafana = this.#secret("grafana", "monitoring", { password: account("grafana") });
    this.alertmanager = this.#optional("alertmanager", "monitoring", args.alertmanager);
    this.announcements = this.#optional("announcements", "application", args.announcements);
    this.backups = this.#optional("backups", "application", args.backups);
    this.databaseCa =
      args.databaseCa === undefined ? undefined : this.#certificate("database-ca", args.databaseCa);
    const { registry, dns } = args;
    this.registryLogins = registry
      ? this.#known(
          registry.secretName,
          [...this.#places.keys()],
          "registry",
          { file: ".dockerconfigjson", value: registry.dockerConfig },
          { type: "kubernetes.io/dockerconfigjson" },
        )
      : new Map();
    if (dns) this.#known(dns.secretName, ["application", "monitoring"], "dns", dns.token);

    this.registerOutputs({});
  }

  #optional(
    name: string,
    namespace: SecretNamespace,
    secrets: readonly ConfiguredSecret[],
  ): SecretHandle | undefined {
    return secrets.length > 0
      ? this.#secret(name, namespace, configured(name, secrets))
      : undefined;
  }

  /** Public, and given by the configuration whoever keeps the secrets. */
  #certificate(name: string, pem: string): SecretHandle {
    const file = { value: () => pem, vault: { entry: name, property: "ca.crt" } };
    return secretFrom(
      { kind: "pulumi" },
      `${this.#name}-${name}`,
      {
        name,
        namespace: this.#args.namespaces.application,
        labels: this.#labels(name),
        files: { "ca.crt": file },
      },
      this.#child,
    );
  }

  /** One file under a name that others know, in each namespace that they look for it in. */
  #known(
    secretName: string,
    namespaces: readonly string[],
    entry: string,
    file: ConfiguredSecret,
    spec: Pick<SecretSpec, "type"> = {},
  ): Map<string, pulumi.Output<string>> {
    const names = new Map<string, pulumi.Output<string>>();
    for (const key of namespaces) {
      const { source, namespace } = this.#place(key);
      const handle = secretFrom(
        source,
        `${this.#name}-${key}-${secretName}`,
        {
          ...spec,
          name: secretName,
          fixedName: true,
          namespace,
          labels: this.#labels(secretName),
          files: configured(entry, [file]),
        },
        this.#child,
      );
      names.set(key, handle.secretName);
    }
    return names;
  }

  #databaseCredentials(): DatabaseCredentials {
    const { current, keyedAt } = rotation(this.#args.rotation.database);
    const passwords = new Map<string, SecretFile>();
    for (const role of rotatingRoles) {
      for (const slot of ["a", "b"] as const) {
        passwords.set(
          loginName(role, slot),
          this.#generated(
            `database-${role}-${slot}`,
            keyedAt[slot],
            `database/${role}-${slot}`,
            "password",
          ),
        );
      }
    }
    const login = (of: string, username: string, password: SecretFile): Login => ({
      username,
      secret: this.#secret(`database-${of}`, "application", {
        username: {
          value: () => username,
          vault: { entry: password.vault.entry, property: "username" },
        },
        password,
      }),
    });
    const rotating = (role: RotatingRole): Login => {
      const username = loginName(role, current);
      const password = passwords.get(username);
      if (!password) throw new Error(`No password was made for ${username}.`);
      return login(role, username, password);
    };
    return {
      owner: login(
        "owner",
        OWNER,
        this.#generated(
          "database-owner",
          this.#args.rotation.accounts,
          "database/owner",
          "password",
        ),
      ),
      migrator: rotating("migrator"),
      application: rotating("application"),
      backup: rotating("backup"),
      exporter: rotating("exporter"),
      pooler: rotating("pooler"),
      roles: this.#secret("database-roles", "application", Object.fromEntries(passwords), ["db.7"]),
    };
  }

  /** A random value that stays the same until its counter moves. */
  #generated(name: string, generation: number, entry: string, property: string): SecretFile {
    let password: random.RandomPassword | undefined;
    return {
      value: () => {
        password ??= new random.RandomPassword(
          `${this.#name}-${name}`,
          // Letters and digits only: the value also stands in connection strings and configuration files.
          { length: LENGTH, special: false, keepers: { generation: String(generation) } },
          this.#child,
        );
        return password.result;
      },
      vault: { entry, property },
    };
  }

  #secret(
    name: string,
    key: SecretNamespace,
    files: Readonly<Record<string, SecretFile>>,
    checklist: readonly string[] = [],
  ): SecretHandle {
    const { source, namespace } = this.#place(key);
    return secretFrom(
      source,
      `${this.#name}-${name}`,
      { name, namespace, labels: this.#labels(name), files, checklist },
      this.#child,
    );
  }

  #place(key: string): Place {
    const place = this.#places.get(key);
    if (!place) throw new Error(`There is no namespace for ${key}.`);
    return place;
  }

  #source(key: string, namespace: pulumi.Input<string>): SecretSource {
    const { source } = this.#args;
    if (source.kind === "pulumi") return source;
    const store = vaultStore(
      `${this.#name}-${key}-vault`,
      source,
      { namespace, labels: this.#labels("vault") },
      this.#child,
    );
    return { ...source, store };
  }

  #labels(name: string): Record<string, string> {
    return { "app.kubernetes.io/name": name, ...instanceLabels(this.#args.platform) };
  }
}

function configured(
  entry: string,
  secrets: readonly ConfiguredSecret[],
): Record<string, SecretFile> {
  return Object.fromEntries(
    secrets.map(({ file, value }) => [
      file,
      {
        value: () => {
          if (value === undefined) throw new Error(`The secret for ${file} is not configured.`);
          return value;
        },
        vault: { entry, property: file },
      },
    ]),
  );
}
