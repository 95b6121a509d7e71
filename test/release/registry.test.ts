import assert from "node:assert/strict";
import tls from "node:tls";
import { registryGate } from "../../components/release/gates/registry.ts";
import { parseChallenge } from "../../components/release/registry/challenge.ts";
import { examineImages } from "../../components/release/registry/examine.ts";
import { loginFor } from "../../components/release/registry/login.ts";
import { parseReference } from "../../components/release/registry/reference.ts";
import {
  type Certificate,
  type RegistryOptions,
  RegistryServer,
  selfSigned,
} from "./registry-server.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const login = { username: "taskflow-pull", password: "secret of the registry" };

const dockerConfig = (host: string, { username, password } = login) =>
  JSON.stringify({ auths: { [host]: { username, password, auth: "unused" } } });

describe("the registry gate", () => {
  const authorities = tls.getCACertificates("default");
  let registry: RegistryServer | undefined;

  let certificate: Certificate;

  before(function () {
    const made = selfSigned();
    if (!made) {
      process.stdout.write("    (skipped: there is no openssl here)\n");
      this.skip();
    }
    certificate = made;
    tls.setDefaultCACertificates([...authorities, certificate.cert]);
  });
  after(() => {
    tls.setDefaultCACertificates(authorities);
  });
  afterEach(() => {
    registry?.close();
    registry = undefined;
  });

  async function pushed(options: RegistryOptions = {}) {
    registry = await RegistryServer.open(certificate, options);
    const digest = registry.push("taskflow/backend", "v1.0.0", { layers: [1] });
    const image = `${registry.host}/taskflow/backend`;
    return { registry, digest, image };
  }

  for (const [how, options] of [
    ["everybody may read", {}],
    ["a token is handed out to whoever asks", { login: { username: "", password: "" } }],
    ["a token is handed out for the login", { login }],
    ["the login itself is asked for", { login, basic: true }],
    ["no header says the digest", { login, saysDigest: false }],
  ] as const) {
    it(`lets an image pass that is there, with its tag, where ${how}`, async () => {
      const { registry, digest, image } = await pushed(options);
      const known = "login" in options ? options.login : undefined;
      const config = known && dockerConfig(registry.host, known);
      assert.deepEqual(await examineImages([`${image}:v1.0.0@${digest}`], config), []);
    });
  }

  it("is let in once for a repository, and shows its login to nobody else", async () => {
    const { registry, digest, image } = await pushed({ login });
    await examineImages([`${image}:v1.0.0@${digest}`], dockerConfig(registry.host));
    const manifest = "/v2/taskflow/backend/manifests";
    assert.deepEqual(registry.asked, [
      `HEAD ${manifest}/${digest}`,
      "GET /token authorized",
      `HEAD ${manifest}/${digest} authorized`,
      `HEAD ${manifest}/v1.0.0 authorized`,
    ]);
    const other = await RegistryServer.open(certificate, { login });
    try {
      await examineImages([`${other.host}/x/y:v1@${DIGEST}`], dockerConfig(registry.host));
      assert.ok(other.asked.every((line) => !line.endsWith("authorized")));
    } finally {
      other.close();
    }
  });

  it("refuses an image that is not there", async () => {
    const { image } = await pushed();
    const [refusal, ...others] = await examineImages([`${image}:v1.0.0@${DIGEST}`], undefined);
    assert.deepEqual(others, []);
    assert.equal(refusal?.item, "step1.4");
    assert.equal(refusal.problem, `There is no ${image}@${DIGEST}.`);
  });

  it("refuses a tag that is not there, and one that means another image", async () => {
    const { registry, digest, image } = await pushed();
    const [absent] = await examineImages([`${image}:v1.0.1@${digest}`], undefined);
    assert.deepEqual([absent?.item, absent?.problem], ["step1.5", `${image} has no tag v1.0.1.`]);
    const moved = registry.push("taskflow/backend", "v1.0.0", { layers: [2] });
    const [refusal] = await examineImages([`${image}:v1.0.0@${digest}`], undefined);
    assert.equal(refusal?.item, "step1.5");
    assert.equal(refusal.problem, `${image}:v1.0.0 is ${moved} instead of ${digest}.`);
  });

  it("refuses what it is not let near, and does not say the password", async () => {
    const { registry, digest, image } = await pushed({ login });
    const reference = `${image}:v1.0.0@${digest}`;
    const [none] = await examineImages([reference], undefined);
    assert.match(none?.problem ?? "", /lets nobody read taskflow\/backend without a login\.$/);
    const wrong = { ...login, password: "another secret" };
    const [refused] = await examineImages([reference], dockerConfig(registry.host, wrong));
    assert.match(refused?.problem ?? "", /does not let taskflow-pull read taskflow\/backend\.$/);
    assert.doesNotMatch(JSON.stringify(refused), /another secret/);
  });

  it("sends no login to where everybody could read it", async () => {
    const realm = "http://127.0.0.1:1/token";
    const { registry, digest, image } = await pushed({ login, realm });
    const [refusal] = await examineImages(
      [`${image}:v1.0.0@${digest}`],
      dockerConfig(registry.host),
    );
    assert.match(refusal?.problem ?? "", /sends logins to http:.* where everybody could read them/);
  });

  it("refuses a registry that nobody knows, that is not there, or that it cannot read", async () => {
    const { registry, digest, image } = await pushed();
    const { host } = registry;
    registry.close();
    const [away] = await examineImages([`${host}/taskflow/backend:v1.0.0@${digest}`], undefined);
    assert.match(away?.problem ?? "", /cannot be asked: .*ECONNREFUSED [\d.:]+\.$/);
    const [unread] = await examineImages([`${image}:v1.0.0@${digest}`], "a password");
    assert.match(unread?.problem ?? "", /cannot be asked: The registry's login is no JSON\.$/);
  });

  it("is asked about images by tag and digest, and nothing else", () => {
    const asked = {
      images: [`registry.example.com/taskflow/backend:v1.0.0@${DIGEST}`],
      login: { context: "production", namespace: "taskflow", secretName: "registry-login" },
    };
    assert.deepEqual(registryGate.parse(asked), asked);
    for (const images of [[], ["registry.example.com/taskflow/backend:v1.0.0"], [`a@${DIGEST}`]]) {
      assert.throws(() => registryGate.parse({ ...asked, images }), /images/);
    }
    assert.throws(() => registryGate.parse({ ...asked, password: "x" }), /password/);
  });
});

describe("a reference to an image", () => {
  for (const [text, registry, repository] of [
    ["registry.example.com/taskflow/backend", "registry.example.com", "taskflow/backend"],
    ["localhost:5000/backend", "localhost:5000", "backend"],
    ["localhost/backend", "localhost", "backend"],
    ["docker.io/library/nginx", "registry-1.docker.io", "library/nginx"],
    ["docker.io/nginx", "registry-1.docker.io", "library/nginx"],
    ["taskflow/backend", "registry-1.docker.io", "taskflow/backend"],
  ] as const) {
    it(`to ${text} is to ${repository} of ${registry}`, () => {
      assert.deepEqual(parseReference(`${text}:v1@${DIGEST}`), {
        registry,
        repository,
        tag: "v1",
        digest: DIGEST,
      });
    });
  }

  for (const text of ["a/b:v1", `a/b@${DIGEST}`, `a/b:v1@sha256:0`]) {
    it(`is none in ${text}`, () => {
      assert.throws(() => parseReference(text), /by tag and digest/);
    });
  }
});

describe("the challenge of a registry", () => {
  it("is read with everything that the token is for", () => {
    const challenge = parseChallenge(
      'Bearer realm="https://auth.example.com/token?a=b",service="registry.example.com",scope="repository:a/b:pull,push",error="x \\"y\\""',
    );
    assert.ok(challenge.scheme === "bearer");
    assert.equal(challenge.realm.href, "https://auth.example.com/token?a=b");
    assert.deepEqual(Object.fromEntries(challenge.parameters), {
      service: "registry.example.com",
      scope: "repository:a/b:pull,push",
    });
    assert.deepEqual(parseChallenge('basic realm="x"'), { scheme: "basic" });
  });

  for (const header of [undefined, "", "Bearer", 'Digest realm="https://a"', 'Bearer realm="x"']) {
    it(`is none in ${header ?? "nothing"}`, () => {
      assert.throws(() => parseChallenge(header), /in a way that it does not say/);
    });
  }
});

describe("the login for a registry", () => {
  it("is the one of its host", () => {
    const config = JSON.stringify({
      auths: {
        "other.example.com": { username: "a", password: "b" },
        "https://registry.example.com/v1/": { username: "c", password: "d" },
      },
    });
    assert.deepEqual(loginFor("registry.example.com", config), { username: "c", password: "d" });
    assert.equal(loginFor("example.com", config), undefined);
    const hub = JSON.stringify({ auths: { "https://index.docker.io/v1/": login } });
    assert.deepEqual(loginFor("registry-1.docker.io", hub), login);
    assert.equal(loginFor("registry.example.com", "{}"), undefined);
  });
});
