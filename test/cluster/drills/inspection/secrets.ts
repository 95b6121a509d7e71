import assert from "node:assert/strict";
import type { Deployed } from "../../deployment/deployed.ts";

/** Entries of Secrets that are no secret: names, addresses, and what every client is shown. */
const PUBLIC = /^(?:username|email|ca\.crt|tls\.crt|host|origin)$/;

/** Shorter ones would be found by chance. */
const SHORTEST = 12;

const NAMESPACES = ["taskflow", "monitoring", "taskflow-agents"];

interface SecretList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

/** One thing that must be nowhere else, as it would be written there. */
interface Needle {
  readonly name: string;
  readonly forms: readonly string[];
}

/** Secrets of the stack, and every place where one could be that is no Secret. */
export function secrets(deployed: () => Deployed): void {
  describe("its secrets", () => {
    let needles: Needle[];

    before(async () => {
      needles = (await Promise.all(NAMESPACES.map((each) => inNamespace(deployed(), each)))).flat();
    });

    const nowhereIn = (place: string, text: string) => {
      const found = needles.filter(({ forms }) => forms.some((form) => text.includes(form)));
      assert.deepEqual(
        found.map(({ name }) => name),
        [],
        `in ${place}`,
      );
    };

    it("are many, and are found where they are", async () => {
      assert.ok(needles.length > 15, String(needles.length));
      const held = await deployed().cluster.kubectl([
        ...["get", "secrets", "--namespace=taskflow", "--output=json"],
      ]);
      assert.throws(() => {
        nowhereIn("Secrets", held);
      });
    });

    it("are in no other object of the cluster, nor in an event", async () => {
      const { cluster } = deployed();
      const list = ["api-resources", "--verbs=list", "--namespaced", "--output=name"];
      const kinds = (await cluster.kubectl(list)).trim().split("\n");
      const others = kinds.filter((kind) => kind !== "secrets").join(",");
      for (const namespace of NAMESPACES) {
        const get = ["get", others, `--namespace=${namespace}`, "--output=json"];
        nowhereIn(namespace, await cluster.kubectl(get));
      }
    });

    it("are in no log", async () => {
      const { cluster, stack } = deployed();
      for (const namespace of NAMESPACES) {
        for (const { metadata } of await stack.pods(namespace)) {
          const logs = ["logs", metadata.name, `--namespace=${namespace}`, "--all-containers"];
          nowhereIn(metadata.name, await cluster.kubectl(logs));
        }
      }
    });

    it("are in no argument of a process", async () => {
      const show = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true";
      nowhereIn("processes", await deployed().cluster.sandbox.run(["bash", "-c", show]));
    });

    it("are in nothing that the update has printed or kept, unless encrypted", async () => {
      const { deployment } = deployed();
      nowhereIn("what was printed", deployment.printed);
      nowhereIn("what is kept", await deployment.kept());
    });
  });
}

async function inNamespace({ cluster }: Deployed, namespace: string): Promise<Needle[]> {
  const get = ["get", "secrets", `--namespace=${namespace}`, "--output=json"];
  const { items } = JSON.parse(await cluster.kubectl(get)) as SecretList;
  return items.flatMap(({ metadata, data = {} }) =>
    Object.entries(data).flatMap(([key, encoded]): Needle[] => {
      const text = Buffer.from(encoded, "base64").toString("utf8");
      if (PUBLIC.test(key) || text.length < SHORTEST) return [];
      // Of a key in PEM, a line in its midst, since all begin alike.
      const lines = text.trim().split("\n");
      const secret = lines[Math.floor(lines.length / 2)] ?? text;
      return [{ name: `${namespace}/${metadata.name} ${key}`, forms: [secret, encoded] }];
    }),
  );
}
