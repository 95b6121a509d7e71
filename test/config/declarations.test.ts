import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod/mini";
import { declarations, projectFile } from "../../infra/config/project-file.ts";
import { type Field, expectedOf, fieldsOf } from "../../infra/config/schema/fields.ts";
import { fields } from "../../infra/config/schema/index.ts";
import { outlineField } from "../../infra/config/schema/outline.ts";
import { SECRET_NAMES } from "../../infra/config/schema/secrets.ts";
import { configurationReference } from "../../infra/docs/configuration.ts";
import { ROOT } from "./support.ts";

describe("declared configuration", () => {
  it("Pulumi.yaml declares every key with its type, description, default and secrecy", () => {
    const file = readFileSync(join(ROOT, "Pulumi.yaml"), "utf8");
    assert.equal(file, projectFile(file));
    assert.deepEqual((parse(file) as { config: unknown }).config, declarations());
  });

  it("every secret is declared as one", () => {
    const declared = Object.entries(declarations()).filter(([, { secret }]) => secret);
    assert.deepEqual(
      declared.map(([name]) => name),
      SECRET_NAMES,
    );
  });

  for (const [path, field] of allFields()) {
    it(`${path} is described, and its example is right`, () => {
      const outlined = outlineField(field);
      assert.match(outlined.description, /^.{3,}[.!]/s);
      const result = z.safeParse(field.schema, outlined.example);
      assert.ok(result.success, JSON.stringify(result.error?.issues));
    });
  }

  it("every field is in the reference", () => {
    const reference = configurationReference();
    for (const [path] of allFields()) {
      const [top = "", ...rest] = path.split(".");
      assert.ok(reference.includes(`## \`taskflow:${top}\``), top);
      assert.ok(rest.length === 0 || reference.includes(`| \`${rest.join(".")}\``), path);
    }
    for (const name of SECRET_NAMES) assert.ok(reference.includes(`\`taskflow:${name}\``), name);
  });
});

/** Every field of the schema with its path, those of all variants, lists and maps included. */
function allFields(): [string, Field][] {
  const found: [string, Field][] = [];
  const visit = (prefix: string, schema: Field["schema"]): void => {
    if (expectedOf(schema) !== undefined) return;
    const of = fieldsOf(schema);
    if (of) {
      for (const [name, field] of Object.entries(of)) {
        const path = prefix === "" ? name : `${prefix}.${name}`;
        found.push([path, field]);
        visit(path, field.schema);
      }
      return;
    }
    const def = schema._zod.def as unknown as {
      innerType?: Field["schema"];
      element?: Field["schema"];
      valueType?: Field["schema"];
      options?: Field["schema"][];
    };
    if (def.innerType) visit(prefix, def.innerType);
    if (def.element) visit(`${prefix}[]`, def.element);
    if (def.valueType) visit(prefix === "" ? "<name>" : `${prefix}.<name>`, def.valueType);
    for (const option of def.options ?? []) visit(prefix, option);
  };
  for (const [name, field] of Object.entries<Field>(fields)) {
    found.push([name, field]);
    visit(name, field.schema);
  }
  return found;
}
