import { stringify } from "yaml";
import type { Field } from "./schema/fields.ts";
import { fields } from "./schema/index.ts";
import { outlineField } from "./schema/outline.ts";
import { SECRETS } from "./schema/secrets.ts";

/** A key as `Pulumi.yaml` declares it. */
interface Declaration {
  readonly type?: "string" | "object";
  readonly description: string;
  readonly secret?: true;
  readonly default: unknown;
}

/**
 * The `config` block of `Pulumi.yaml`. Every key has a default there, because the engine would otherwise report
 * a missing one itself, alone and without an example; what must be given is known here.
 */
export function declarations(): Readonly<Record<string, Declaration>> {
  const declared: Record<string, Declaration> = {};
  for (const [name, field] of Object.entries<Field>(fields)) {
    const { description, outline, default: value } = outlineField(field);
    declared[name] =
      outline.kind === "leaf"
        ? { type: "string", description, default: value }
        : { type: "object", description, default: {} };
  }
  for (const [name, description] of Object.entries(SECRETS)) {
    // Without a type: the engine would want a secret that has one in every stack, needed or not. That it is
    // encrypted is then the program's to check, and it does.
    declared[name] = { description, secret: true, default: "" };
  }
  return declared;
}

const MARK = "# Made from infra/config/schema by `npm run docs`; a test compares them.\n";

/** `Pulumi.yaml` with the `config` block that the schema asks for in place of the one that it has. */
export function projectFile(current: string): string {
  const [head = ""] = current.split(MARK);
  return `${head.trimEnd()}\n${MARK}${stringify({ config: declarations() }, { lineWidth: 0 })}`;
}
