import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Image,
  catalogue,
  imageReference,
  imageResolver,
  ownImages,
} from "../../components/kubernetes/images.ts";
import { DIGEST } from "../support/fixtures.ts";
import { root } from "../support/stacks.ts";

const image: Image = {
  repository: "quay.io/prometheus/prometheus",
  tag: "v3.0.0",
  digest: DIGEST as Image["digest"],
};

describe("imageReference", () => {
  it("is repository, tag and digest", () => {
    assert.equal(imageReference(image), `quay.io/prometheus/prometheus:v3.0.0@${DIGEST}`);
  });

  it("has the prefix in place of the registry host", () => {
    const expected = `registry.example.com/mirror/prometheus/prometheus:v3.0.0@${DIGEST}`;
    assert.equal(imageReference(image, "registry.example.com/mirror"), expected);
    assert.equal(imageReference(image, "registry.example.com/mirror/"), expected);
  });
});

describe("imageResolver", () => {
  it("knows the catalogue", () => {
    assert.equal(imageResolver()("prometheus"), imageReference(catalogue.prometheus));
  });

  it("takes upstream images from the mirror", () => {
    assert.match(
      imageResolver({ prefix: "registry.example.com" })("grafana"),
      /^registry\.example\.com\/grafana\/grafana:/,
    );
  });

  it("takes overrides as they are, mirror or not", () => {
    const reference = `registry.example.com/taskflow/postgres:17@${DIGEST}`;
    const resolve = imageResolver({
      prefix: "mirror.example.com",
      overrides: { postgres: reference, loki: "registry.example.com/loki:1" },
    });
    assert.equal(resolve("postgres"), reference);
    assert.equal(resolve("loki"), "registry.example.com/loki:1");
  });

  it("says who provides an own image that has no reference", () => {
    assert.throws(() => imageResolver()("postgres"), /images\.overrides\.postgres/);
  });

  it("says which names there are for one that nobody knows", () => {
    assert.throws(() => imageResolver()("promtheus"), /not in the catalogue.*prometheus/);
    assert.throws(() => imageResolver()("toString"), /not in the catalogue/);
  });
});

describe("the image catalogue", () => {
  for (const [name, entry] of Object.entries(catalogue)) {
    it(`has ${name} by version and digest, with its registry`, () => {
      assert.match(entry.digest, /^sha256:[0-9a-f]{64}$/);
      assert.match(entry.repository, /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[a-z0-9/_.-]+$/);
      assert.match(entry.tag, /^v?\d+\.\d+\.\d+/);
    });
  }

  it("has no digest twice", () => {
    const digests = Object.values(catalogue).map(({ digest }) => digest);
    assert.equal(new Set(digests).size, digests.length);
  });

  it("has every image that a component asks for", () => {
    const asked = new Set<string>();
    for (const file of readdirSync(join(root, "components"), {
      recursive: true,
      encoding: "utf8",
    })) {
      if (!file.endsWith(".ts")) continue;
      const source = readFileSync(join(root, "components", file), "utf8");
      for (const [, name = ""] of source.matchAll(/platform\.image\("([^"]+)"\)/g)) asked.add(name);
    }
    const known = new Set<string>([...Object.keys(catalogue), ...ownImages]);
    assert.deepEqual(
      [...asked].filter((name) => !known.has(name)),
      [],
    );
  });
});
