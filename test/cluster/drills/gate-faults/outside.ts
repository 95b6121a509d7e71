import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OFFSITE_FILE, offsiteSecretsConf } from "../../../../components/database/offsite.ts";
import type { RegistryInput } from "../../../../components/release/gates/registry.ts";
import type { OffsiteInput } from "../../../../components/release/services/input.ts";
import { Background } from "../../background.ts";
import { certificate } from "../../certificates.ts";
import type { Cluster } from "../../cluster.ts";
import type { Opened, OutsideInput } from "../../programs/outside.ts";
import { until } from "../../until.ts";

const PROGRAM = join(import.meta.dirname, "../../programs/outside.ts");
/** Nobody else has them in the sandbox. */
const PORTS = { registry: 5443, storage: 9443 } as const;
const SECRET = { name: "offsite", namespace: "taskflow" } as const;

/** A registry and a storage, which the local stack goes without. Gates ask them as they ask those of production. */
export class Outside {
  readonly #cluster: Cluster;
  #program: Background;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#program = begin(cluster);
  }

  /** The namespace must be there, for the key of the storage. */
  static async open(cluster: Cluster): Promise<Outside> {
    const settings = offsiteSecretsConf({
      ...{
        accessKey: "access",
        accessKeySecret: "off-site key",
        passphrase: "off-site passphrase",
      },
    });
    const stringData = { [OFFSITE_FILE]: settings };
    await cluster.apply([{ apiVersion: "v1", kind: "Secret", metadata: SECRET, stringData }]);
    return new Outside(cluster);
  }

  /** What the gates are handed that ask them, by their names. */
  async inputs(): Promise<ReadonlyMap<string, object>> {
    const { image } = await this.#opened();
    const registry: RegistryInput = { images: [image] };
    const offsite: OffsiteInput = {
      ...{ version: "v1.0.0", namespace: SECRET.namespace, secretName: SECRET.name },
      ...{ file: OFFSITE_FILE, endpoint: `localhost:${PORTS.storage}`, region: "test-1" },
      ...{ bucket: "taskflow-backups", uriStyle: "path" },
    };
    return new Map(Object.entries({ registry, offsite }));
  }

  /** Does something while nobody answers at their addresses. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    await this.end();
    try {
      return await work();
    } finally {
      this.#program = begin(this.#cluster);
      await this.#opened();
    }
  }

  async end(): Promise<void> {
    await this.#program.end();
  }

  #opened(): Promise<Opened> {
    return until("a registry and a storage", () => {
      const [line] = this.#program.lines;
      return line === undefined ? undefined : (JSON.parse(line) as Opened);
    });
  }
}

function begin(cluster: Cluster): Background {
  const { cert, key } = certificate("outside");
  const input: OutsideInput = {
    certificate: { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") },
    ports: PORTS,
    image: { repository: "taskflow/backend", tag: "v1.0.0" },
  };
  return new Background(cluster, PROGRAM, input);
}
