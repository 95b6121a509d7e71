import type * as z from "zod/mini";
import { type Field, type Schema, expectedOf, fieldsOf } from "./fields.ts";

/** A schema as the messages and the reference see it. */
export type Outline =
  | { readonly kind: "leaf"; readonly type: string; readonly expected: string }
  | { readonly kind: "group"; readonly fields: Readonly<Record<string, OutlinedField>> }
  | { readonly kind: "variants"; readonly options: Readonly<Record<string, Outline>> }
  | { readonly kind: "list"; readonly item: Outline }
  | { readonly kind: "map"; readonly name: string; readonly value: Outline };

export interface OutlinedField {
  readonly description: string;
  readonly required: boolean;
  /** Present where there is one. `{}` stands for the defaults of the group's fields. */
  readonly default?: unknown;
  readonly example: unknown;
  readonly outline: Outline;
}

/** What zod keeps about the schemas that fields.ts makes. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly defaultValue?: unknown;
  readonly out?: Schema;
  readonly element?: Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly z.ZodMiniObject[];
}

const definition = (schema: Schema) => schema._zod.def as unknown as Definition;

const outlines = new WeakMap<Schema, Outline>();

export function outline(schema: Schema): Outline {
  const known = outlines.get(schema);
  if (known) return known;
  const made = outlined(schema);
  outlines.set(schema, made);
  return made;
}

function outlined(schema: Schema): Outline {
  const { innerType, out, element, keyType, valueType, options, type } = definition(schema);
  const expected = expectedOf(schema);
  if (expected !== undefined) return { kind: "leaf", type: leafType(type), expected };
  const fields = fieldsOf(schema);
  if (fields) {
    const entries = Object.entries(fields).map(([name, field]) => [name, outlineField(field)]);
    return { kind: "group", fields: Object.fromEntries(entries) as Record<string, OutlinedField> };
  }
  if (innerType) return outline(innerType);
  if (out) return outline(out);
  if (element) return { kind: "list", item: outline(element) };
  if (keyType && valueType) {
    return { kind: "map", name: expectedOf(keyType) ?? "a name", value: outline(valueType) };
  }
  if (options) {
    const entries = options.map((option) => [variantName(option), outline(option)]);
    return { kind: "variants", options: Object.fromEntries(entries) as Record<string, Outline> };
  }
  throw new Error(`A schema that fields.ts does not make: ${type}`);
}

export function outlineField(field: Field): OutlinedField {
  const { type, defaultValue } = definition(field.schema);
  const inner = outline(field.schema);
  return {
    description: field.description,
    required: type !== "optional" && type !== "prefault",
    ...(type === "prefault" && { default: defaultValue }),
    example: field.example === undefined ? exampleOf(inner) : field.example,
    outline: inner,
  };
}

/** A correct value made of the examples of what must be given. */
function exampleOf(of: Outline): unknown {
  switch (of.kind) {
    case "group":
      return Object.fromEntries(
        Object.entries(of.fields)
          .filter(([, field]) => field.required)
          .map(([name, field]) => [name, field.example]),
      );
    case "variants": {
      const [first] = Object.values(of.options);
      return first && exampleOf(first);
    }
    case "list":
      return [exampleOf(of.item)];
    case "map":
      return {};
    case "leaf":
      return of.expected;
  }
}

function variantName(option: z.ZodMiniObject): string {
  const [name] = option._zod.propValues["type"] ?? [];
  return String(name);
}

function leafType(type: string): string {
  return (
    { pipe: "text", string: "text", enum: "text", literal: "text", boolean: "boolean" }[type] ??
    type
  );
}

/**
 * The field at a path of a value, and the names that are known beside it. Of variants, those of the value's
 * type.
 */
export function fieldAt(
  fields: Readonly<Record<string, Field>>,
  path: readonly (string | number)[],
  value: unknown,
): { readonly field?: OutlinedField; readonly siblings: readonly string[] } {
  let siblings: readonly string[] = Object.keys(fields);
  const [first = "", ...rest] = path;
  const top = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (!top) return { siblings };
  let field: OutlinedField | undefined = outlineField(top);
  let at = value;
  for (const part of rest) {
    const of: Outline | undefined = field && chosen(field.outline, at);
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined;
    siblings = of?.kind === "group" ? Object.keys(of.fields) : [];
    field = of && member(of, part, field);
  }
  return { ...(field && { field }), siblings };
}

function member(
  of: Outline,
  part: string | number,
  parent: OutlinedField | undefined,
): OutlinedField | undefined {
  if (of.kind === "group") return Object.hasOwn(of.fields, part) ? of.fields[part] : undefined;
  const inner = of.kind === "list" ? of.item : of.kind === "map" ? of.value : undefined;
  if (!inner || !parent) return undefined;
  const given = parent.example as Record<string, unknown>;
  const [example = exampleOf(inner)] = Object.values(given);
  return { description: parent.description, required: false, example, outline: inner };
}

function chosen(of: Outline, value: unknown): Outline {
  if (of.kind !== "variants") return of;
  const type = (value as { type?: unknown } | null | undefined)?.type;
  const option = typeof type === "string" && Object.hasOwn(of.options, type) && of.options[type];
  if (option) return option;
  const types = Object.keys(of.options);
  const [first = ""] = types;
  const field: OutlinedField = {
    description: "Which of them.",
    required: true,
    example: first,
    outline: { kind: "leaf", type: "text", expected: types.join(" or ") },
  };
  return { kind: "group", fields: { type: field } };
}
