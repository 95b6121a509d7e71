import assert from "node:assert/strict";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { titleOfUrn } from "../../infra/preview/names.ts";
import { withField } from "../support/changes.ts";
import { type Filter, objectOf, objectsOf } from "../support/objects.ts";
import { previewOf } from "../support/stacks.ts";
import { everyPreview } from "../support/variants.ts";
import { controllerGen, customApis, kubernetes } from "./sources.ts";
import { type Schema, trimCustomResources, trimDefinitions } from "./trim.ts";
import { hiddenValues, provenance, schemaProblems } from "./validate.ts";

describe("rendered objects", function () {
  // The first test of a stack previews it, and compiles the schemas of its kinds.
  this.timeout(60_000);

  for (const [name, preview] of everyPreview) {
    it(`of ${name} are what the API server knows`, async function () {
      const objects = objectsOf(await preview());
      const problems = objects.flatMap(schemaProblems);
      assert.equal(
        problems.map(({ urn, message }) => `${titleOfUrn(urn)} ${message}`).join("\n"),
        "",
      );
      const hidden = objects.reduce((sum, { body }) => sum + hiddenValues(body), 0);
      // A test that looks at nothing proves nothing, so it says what it has seen.
      this.runnable().title += ` (${objects.length} objects; ${hidden} values are hidden and count as right)`;
      assert.notEqual(objects.length, 0);
    });
  }
});

describe("the schemas refuse", function () {
  this.timeout(60_000);

  const backend = { kind: "Deployment", name: "backend" };
  const login = { kind: "Ingress", name: "edge-login" };
  const rateLimit = { kind: "Middleware", name: "edge-rate-limit-login" };
  const certificate = { kind: "Certificate", name: "postgres-tls" };

  const mistakes: readonly [string, Filter, `/${string}`, unknown, RegExp][] = [
    [
      "an unknown field",
      backend,
      "/spec/template/spec/hostname_",
      "x",
      /^\/spec\/template\/spec must NOT have additional properties \("hostname_"\)$/,
    ],
    [
      "an unknown field of a container",
      backend,
      "/spec/template/spec/containers/0/readinesProbe",
      {},
      /^\/spec\/template\/spec\/containers\/0 .*"readinesProbe"/,
    ],
    [
      "a wrong type",
      backend,
      "/spec/minReadySeconds",
      "10",
      /^\/spec\/minReadySeconds must be integer/,
    ],
    [
      "a number that the API has no room for",
      backend,
      "/spec/minReadySeconds",
      2 ** 31,
      /^\/spec\/minReadySeconds must match format "int32"/,
    ],
    [
      "a list in place of an object",
      backend,
      "/metadata/labels",
      ["app"],
      /^\/metadata\/labels must be object/,
    ],
    [
      "the absence of a required field",
      backend,
      "/spec/selector",
      undefined,
      /^\/spec must have required property 'selector'/,
    ],
    [
      "the absence of metadata",
      login,
      "/metadata",
      undefined,
      /^\/ must have required property 'metadata'/,
    ],
    [
      "a value that an enumeration does not have",
      login,
      "/spec/rules/0/http/paths/0/pathType",
      "Regex",
      /pathType must be equal to one of the allowed values/,
    ],
    ["a status", backend, "/status", {}, /must NOT have additional properties \("status"\)/],
    [
      "another version of the API",
      login,
      "/apiVersion",
      "networking.k8s.io/v1beta1",
      /^There is no schema of networking\.k8s\.io\/v1beta1\/Ingress: name it in/,
    ],
    [
      "an unknown field of a custom resource",
      rateLimit,
      "/spec/rateLimit/requests",
      10,
      /^\/spec\/rateLimit must NOT have additional properties \("requests"\)$/,
    ],
    [
      "an unknown field in the metadata of a custom resource",
      rateLimit,
      "/metadata/label",
      {},
      /^\/metadata must NOT have additional properties \("label"\)/,
    ],
    [
      "a wrong type in a custom resource",
      rateLimit,
      "/spec/rateLimit/average",
      "ten",
      /^\/spec\/rateLimit\/average must be integer/,
    ],
    [
      "the absence of a required field of a custom resource",
      certificate,
      "/spec/issuerRef",
      undefined,
      /^\/spec must have required property 'issuerRef'/,
    ],
    [
      "a value that an enumeration of a custom resource does not have",
      certificate,
      "/spec/usages",
      ["servers"],
      /^\/spec\/usages\/0 must be equal to one of the allowed values/,
    ],
  ];
  for (const [title, filter, path, value, expected] of mistakes) {
    it(title, async () => {
      const production = await previewOf("production");
      const { urn } = objectOf(production, filter);
      const [message, ...others] = messages(withField(production, filter, path, value), urn);
      assert.match(String(message), expected);
      assert.deepEqual(others, []);
    });
  }

  it("nothing about values that the preview hides, of whatever type", async () => {
    const production = await previewOf("production");
    const { urn } = objectOf(production, backend);
    const document = withField(
      withField(production, backend, "/spec/minReadySeconds", "[unknown]"),
      backend,
      "/spec/template/metadata/labels",
      "[secret]",
    );
    assert.deepEqual(messages(document, urn), []);
    assert.equal(hiddenValues(objectsOf(document).find((object) => object.urn === urn)?.body), 2);
  });
});

describe("the bundles of schemas", () => {
  it("are made from what is pinned", () => {
    const { package: name, version, sha256, release } = kubernetes;
    assert.deepEqual(provenance, [
      { package: name, version, sha256, release },
      {
        generator: `${controllerGen.module} ${controllerGen.version}`,
        modules: customApis.map(({ module, version, sum }) => ({ module, version, sum })),
      },
    ]);
  });

  it("keep what the kinds reach, without prose, null and status", () => {
    const definitions: Record<string, Schema> = {
      "x.v1.Thing": {
        description: "A thing.",
        type: ["object", "null"],
        properties: {
          apiVersion: { type: ["string", "null"] },
          spec: { $ref: "#/$defs/x.v1.ThingSpec" },
          status: { $ref: "#/$defs/x.v1.ThingStatus" },
        },
        additionalProperties: false,
        "x-kubernetes-group-version-kind": [{ group: "x", version: "v1", kind: "Thing" }],
      },
      "x.v1.ThingSpec": {
        type: "object",
        properties: { size: { description: "S or L.", type: "string" } },
      },
      "x.v1.ThingStatus": { type: "object" },
      "x.v1.Other": { type: "object" },
    };
    const trim = (fields: Record<string, readonly string[]>) =>
      trimDefinitions(definitions, ["x/v1/Thing"], fields);
    assert.deepEqual(trim({ "x.v1.ThingSpec.size": ["S", "L"] }), {
      kinds: { "x/v1/Thing": "x.v1.Thing" },
      $defs: {
        "x.v1.Thing": {
          type: "object",
          properties: { apiVersion: { type: "string" }, spec: { $ref: "#/$defs/x.v1.ThingSpec" } },
          additionalProperties: false,
          required: ["apiVersion", "kind", "metadata"],
        },
        "x.v1.ThingSpec": {
          type: "object",
          properties: { size: { type: "string", enum: ["S", "L"] } },
        },
      },
    });
    assert.throws(() => trim({ "x.v1.ThingSpec.sizes": [] }), /No kind has these fields: .*sizes/);
    assert.throws(
      () => trimDefinitions(definitions, ["x/v2/Thing"], {}),
      /no schema of x\/v2\/Thing/,
    );
  });

  it("close the objects of custom resources, but for those that keep what they do not know", () => {
    const { $defs } = trimCustomResources(
      [
        {
          spec: {
            group: "x.io",
            names: { kind: "Thing" },
            versions: [
              {
                name: "v1",
                schema: {
                  openAPIV3Schema: {
                    type: "object",
                    properties: {
                      spec: {
                        type: "object",
                        description: "Prose.",
                        properties: { a: { type: "string", default: "b" } },
                      },
                      open: {
                        type: "object",
                        properties: { a: { type: "string" } },
                        "x-kubernetes-preserve-unknown-fields": true,
                      },
                      map: { type: "object", additionalProperties: { type: "string" } },
                    },
                  },
                },
              },
            ],
          },
        },
      ],
      ["x.io/v1/Thing"],
    );
    assert.deepEqual($defs["x.io/v1/Thing"], {
      type: "object",
      properties: {
        spec: {
          type: "object",
          properties: { a: { type: "string" } },
          additionalProperties: false,
        },
        open: { type: "object", properties: { a: { type: "string" } } },
        map: { type: "object", additionalProperties: { type: "string" } },
      },
      additionalProperties: false,
      required: ["apiVersion", "kind", "metadata"],
    });
  });
});

function messages(document: PreviewDocument, urn: string): string[] {
  return objectsOf(document)
    .filter((object) => object.urn === urn)
    .flatMap(schemaProblems)
    .map(({ message }) => message);
}
