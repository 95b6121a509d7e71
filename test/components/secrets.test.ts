import assert from "node:assert/strict";
import fc from "fast-check";
import { rotatingRoles } from "../../components/secrets/database-logins.ts";
import { rotation } from "../../components/secrets/rotation.ts";
import { Secrets, type SecretsArgs } from "../../components/secrets/secrets.ts";
import { type SecretSource, type SecretSpec, secretFrom } from "../../components/secrets/store.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { platform } from "../support/fixtures.ts";
import { fields, list, objectOf, objectsOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";

const SLOTS = ["a", "b"] as const;

describe("rotation", () => {
  const generation = fc.integer({ min: 1, max: 1_000_000 });

  it("re-keys by each step only the slot that nobody uses, which is then the current one", () => {
    fc.assert(
      fc.property(generation, (now) => {
        const [before, after] = [rotation(now), rotation(now + 1)];
        const rekeyed = SLOTS.filter((slot) => before.keyedAt[slot] !== after.keyedAt[slot]);
        assert.deepEqual(rekeyed, [before.previous]);
        assert.equal(after.current, before.previous);
        assert.equal(after.previous, before.current);
        assert.equal(after.keyedAt[after.current], now + 1);
      }),
    );
  });

  it("keeps what was in use valid until the step after the next", () => {
    fc.assert(
      fc.property(generation, (now) => {
        const { current, keyedAt } = rotation(now);
        assert.equal(rotation(now + 1).keyedAt[current], keyedAt[current]);
        assert.notEqual(rotation(now + 2).keyedAt[current], keyedAt[current]);
      }),
    );
  });

  for (const wrong of [0, -1, 1.5, NaN, Infinity]) {
    it(`refuses the counter ${wrong}`, () => {
      assert.throws(() => rotation(wrong), /whole number from 1/);
    });
  }
});

describe("secretFrom", () => {
  const spec: SecretSpec = {
    name: "login",
    namespace: "taskflow",
    labels: { "app.kubernetes.io/name": "login" },
    files: {
      username: { value: () => "someone", vault: { entry: "accounts/login", property: "user" } },
      password: {
        value: () => "open sesame",
        vault: { entry: "accounts/login", property: "pass" },
      },
    },
  };
  const vault: SecretSource = {
    kind: "vault",
    store: "vault",
    folder: "taskflow/test",
    refreshInterval: "1h",
  };

  async function declare(source: SecretSource, args: SecretSpec) {
    let keys: readonly string[] = [];
    const document = await previewResources(() => {
      keys = secretFrom(source, "test-login", args, {}).keys;
    });
    return { document, keys };
  }

  it("of the stack is an immutable Secret under a name of its own, and shows no value", async () => {
    const { document, keys } = await declare({ kind: "pulumi" }, spec);
    const { body, name, labels } = objectOf(document, { kind: "Secret" });
    assert.match(name, /^test-login-[0-9a-f]{8}$/);
    assert.equal(body["immutable"], true);
    assert.equal(body["type"], "Opaque");
    assert.deepEqual(labels, spec.labels);
    assert.deepEqual(keys, ["username", "password"]);
    assert.equal(JSON.stringify(document).includes("open sesame"), false);
  });

  it("with a fixed name changes in place", async () => {
    const { document } = await declare({ kind: "pulumi" }, { ...spec, fixedName: true });
    const { body, name } = objectOf(document, { kind: "Secret" });
    assert.equal(name, "login");
    assert.equal("immutable" in body, false);
  });

  it("of Vault is copied by the operator, entry by entry, and the value is never made", async () => {
    const unmade = () => {
      throw new Error("The value was made.");
    };
    const files = Object.fromEntries(
      Object.entries(spec.files).map(([key, file]) => [key, { ...file, value: unmade }]),
    );
    const { document, keys } = await declare(vault, { ...spec, files });
    assert.deepEqual(objectsOf(document, { kind: "Secret" }), []);
    assert.deepEqual(keys, ["username", "password"]);
    assert.deepEqual(objectOf(document, { kind: "ExternalSecret" }).spec, {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: "vault" },
      target: { name: "login", creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [
        {
          secretKey: "username",
          remoteRef: { key: "taskflow/test/accounts/login", property: "user" },
        },
        {
          secretKey: "password",
          remoteRef: { key: "taskflow/test/accounts/login", property: "pass" },
        },
      ],
    });
  });

  it("keeps the type of a registry's login with both sources", async () => {
    const login = { ...spec, type: "kubernetes.io/dockerconfigjson" } as const;
    const pulumi = await declare({ kind: "pulumi" }, login);
    assert.equal(objectOf(pulumi.document, { kind: "Secret" }).body["type"], login.type);
    const external = await declare(vault, login);
    const { target } = objectOf(external.document, { kind: "ExternalSecret" }).spec;
    assert.deepEqual(fields(target)["template"], { type: login.type });
  });
});

describe("Secrets", () => {
  const args: SecretsArgs = {
    platform,
    source: { kind: "pulumi" },
    namespaces: { application: "taskflow", monitoring: "monitoring", agents: "agents" },
    rotation: { database: 1, keys: 1, accounts: 1 },
    backend: [{ file: "mail-password", value: "hunter2" }],
    alertmanager: [],
    announcements: [],
    backups: [],
    smokeUser: "smoke@example.com",
  };
  const vault = {
    kind: "vault",
    server: "https://vault.example.com",
    mount: "kv",
    folder: "taskflow/test",
    authMount: "kubernetes",
    role: "taskflow",
    refreshInterval: "1h",
  } as const;

  async function declare(changes: Partial<SecretsArgs> = {}) {
    const logins: Record<string, string> = {};
    const document = await previewResources(() => {
      const { database } = new Secrets("secrets", { ...args, ...changes });
      for (const role of rotatingRoles) logins[role] = database[role].username;
    });
    return { document, logins };
  }

  it("of the next generation hand out the other login of every role, and re-key nothing else", async () => {
    const [first, second] = [
      await declare(),
      await declare({ rotation: { ...args.rotation, database: 2 } }),
    ];
    for (const role of rotatingRoles) {
      assert.equal(first.logins[role], `taskflow_${role}_a`);
      assert.equal(second.logins[role], `taskflow_${role}_b`);
    }
    const [before, after] = [generations(first.document), generations(second.document)];
    const changed = [...before.keys()].filter((name) => before.get(name) !== after.get(name));
    assert.deepEqual(
      changed.sort(),
      rotatingRoles.map((role) => `secrets-database-${role}-b`).sort(),
    );
  });

  it("show no value that was configured", async () => {
    const { document } = await declare();
    assert.equal(JSON.stringify(document).includes("hunter2"), false);
  });

  it("are declared only where something was configured", async () => {
    const names = (document: PreviewDocument) =>
      objectsOf(document, { kind: "Secret" }).map(({ resource }) => resource.name);
    const { document } = await declare();
    assert.equal(names(document).includes("secrets-alertmanager"), false);
    const alertmanager = [{ file: "webhook", value: "https://example.com" }];
    const configured = await declare({ alertmanager });
    assert.equal(names(configured.document).includes("secrets-alertmanager"), true);
  });

  it("generate nothing when Vault has them", async () => {
    const backend = [{ file: "mail-password", value: undefined }];
    const { document } = await declare({ source: vault, backend });
    assert.deepEqual(generations(document), new Map());
    assert.deepEqual(objectsOf(document, { kind: "Secret" }), []);
    const { spec } = objectOf(document, { kind: "ExternalSecret", name: "backend" });
    assert.equal(
      list(spec["data"]).some(({ secretKey }) => secretKey === "mail-password"),
      true,
    );
  });

  it("that are not configured are an error that names the file", async () => {
    const backend = [{ file: "mail-password", value: undefined }];
    await assert.rejects(declare({ backend }), /mail-password is not configured/);
  });
});

/** Generation of every generated value, by name. */
function generations({ resources }: PreviewDocument): Map<string, unknown> {
  return new Map(
    resources
      .filter(({ type }) => type.startsWith("random:"))
      .map(({ name, inputs }) => [name, fields(inputs["keepers"])["generation"]]),
  );
}
