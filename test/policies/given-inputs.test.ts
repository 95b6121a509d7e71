import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { givenInputs } from "../../infra/given-inputs.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

/** As the SDK hands it to a transform. */
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function unknownOutput(): unknown {
  const output = pulumi.output("not to be read") as unknown as { isKnown: Promise<boolean> };
  return Object.assign(Object.create(output) as object, { isKnown: Promise.resolve(false) });
}

describe("inputs that a transform is given", () => {
  it("are the values of outputs and secrets, however deep", async () => {
    assert.deepEqual(
      await givenInputs({
        data: secret({ a: "b" }),
        list: [pulumi.output(1), pulumi.secret([pulumi.output({ c: null })])],
        text: "d",
      }),
      { data: { a: "b" }, list: [1, [{ c: null }]], text: "d" },
    );
  });

  it("are marked where even the update does not know them", async () => {
    const inputs = await givenInputs({ spec: { a: unknownOutput(), b: 1 } });
    assert.deepEqual(inputs, { spec: { a: UNKNOWN, b: 1 } });
  });

  it("keep their own name, or have that of the preview", async () => {
    const previewed = { metadata: { name: "web-0123abcd", annotations: {} } };
    assert.deepEqual(await givenInputs({ metadata: { labels: {} } }, previewed), {
      metadata: { labels: {}, name: "web-0123abcd" },
    });
    assert.deepEqual(await givenInputs({}, previewed), { metadata: { name: "web-0123abcd" } });
    assert.deepEqual(await givenInputs({ metadata: { name: "web" } }, previewed), {
      metadata: { name: "web" },
    });
    assert.deepEqual(await givenInputs({ length: 8 }, {}), { length: 8 });
  });

  it("leave files and references to resources as they are", async () => {
    const file = new pulumi.asset.StringAsset("text");
    assert.equal((await givenInputs({ file }))["file"], file);
  });
});
