/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schemas by name, and the name of the schema of each kind. */
export interface Bundle {
  /** Which packages it was made from. */
  readonly provenance: unknown;
  /** Name of the schema, by `group/version/kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** The definitions of Kubernetes that are reachable from `kinds`, without prose. */
export function trimDefinitions(
  definitions: Readonly<Record<string, Schema>>,
  kinds: readonly string[],
  enumerations: Readonly<Record<string, readonly string[]>>,
): Omit<Bundle, "provenance"> {
  const names = new Map(
    Object.entries(definitions).flatMap(([name, schema]) =>
      kindsOf(schema).map((kind) => [kind, name] as const),
    ),
  );
  const roots = kinds.map((kind) => [kind, known(names, kind)] as const);
  const kept = new Map<string, Schema>();
  const keep = (name: string, isRoot: boolean) => {
    if (kept.has(name)) return;
    const trimmed = withEnumerations(name, trimDefinition(known(definitions, name)), enumerations);
    const schema = isRoot ? rootOf(trimmed) : trimmed;
    kept.set(name, schema);
    for (const reference of referencesOf(schema)) keep(reference, false);
  };
  for (const [, name] of roots) keep(name, true);
  const unused = Object.keys(enumerations).filter((path) => {
    const dot = path.lastIndexOf(".");
    const properties = kept.get(path.slice(0, dot))?.["properties"] ?? {};
    return !Object.hasOwn(properties, path.slice(dot + 1));
  });
  if (unused.length > 0) throw new Error(`No kind has these fields: ${unused.join(", ")}`);
  return { kinds: Object.fromEntries(roots), $defs: sorted(kept) };
}

/** The schemas of custom resource definitions: what the API server would prune is refused. */
export function trimCustomResources(
  definitions: readonly CustomResourceDefinition[],
  kinds: readonly string[],
): Omit<Bundle, "provenance"> {
  const found = new Map<string, Schema>();
  for (const { spec } of definitions) {
    for (const { name, schema } of spec.versions) {
      found.set(`${spec.group}/${name}/${spec.names.kind}`, schema.openAPIV3Schema);
    }
  }
  const roots = new Map(kinds.map((kind) => [kind, rootOf(trimStructural(known(found, kind)))]));
  return {
    kinds: Object.fromEntries(kinds.map((kind) => [kind, kind])),
    $defs: sorted(withSharedParts(roots)),
  };
}

/** What is read of a CustomResourceDefinition. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** An object names its kind, has metadata, and its status is not ours to declare. */
function rootOf(schema: Schema): Schema {
  const properties = omit(schema["properties"] as Record<string, Schema>, ["status"]);
  const required = new Set([
    "apiVersion",
    "kind",
    "metadata",
    ...((schema["required"] as readonly string[] | undefined) ?? []),
  ]);
  return { ...schema, properties, required: [...required].sort() };
}

/** Without prose and hints for clients. The package allows null for every optional field; we have none to send. */
function trimDefinition(value: unknown): Schema {
  return mapSchema(value as Schema, (schema) => {
    const { type, ...rest } = omit(schema, ["description"]);
    const entries = Object.entries(rest).filter(([key]) => !key.startsWith("x-kubernetes-"));
    const types = Array.isArray(type) ? type.filter((name) => name !== "null") : type;
    const only = Array.isArray(types) && types.length === 1 ? (types as unknown[])[0] : types;
    return { ...(only !== undefined && { type: only }), ...Object.fromEntries(entries) };
  });
}

/** A structural schema in terms of JSON Schema. Source: the "structural schema" rules of the Kubernetes API. */
function trimStructural(value: unknown): Schema {
  return mapSchema(value as Schema, (schema) => {
    const rest = omit(schema, ["description", "default", "example", "nullable"]);
    const isOpen =
      rest["x-kubernetes-preserve-unknown-fields"] === true ||
      rest["x-kubernetes-embedded-resource"] === true;
    const entries = Object.entries(rest).filter(([key]) => !key.startsWith("x-kubernetes-"));
    const isClosed = "properties" in rest && !("additionalProperties" in rest) && !isOpen;
    return { ...Object.fromEntries(entries), ...(isClosed && { additionalProperties: false }) };
  });
}

/** Applies `change` to a schema after its parts. */
function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inner = (value: unknown) => mapSchema(value as Schema, change);
  const parts = Object.entries(schema).map(([key, value]) => {
    if (key === "properties") {
      const properties = Object.entries(value as Record<string, unknown>);
      return [key, Object.fromEntries(properties.map(([name, part]) => [name, inner(part)]))];
    }
    const isSchema = typeof value === "object" && value !== null;
    if (["items", "additionalProperties", "not"].includes(key) && isSchema)
      return [key, inner(value)];
    // The alternatives of a structural schema add rules to fields that are declared beside them.
    return [key, value];
  });
  return change(Object.fromEntries(parts) as Schema);
}

function withEnumerations(
  name: string,
  schema: Schema,
  enumerations: Readonly<Record<string, readonly string[]>>,
): Schema {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  if (properties.length === 0) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      properties.map(([field, part]) => {
        const values = enumerations[`${name}.${field}`];
        return [field, values ? { ...part, enum: values } : part];
      }),
    ),
  };
}

/** Smaller parts are written out where they stand. */
const SHARED_FROM = 300;

/** Moves parts that occur more than once to schemas of their own: the same solver or volume stands in many places. */
function withSharedParts(roots: ReadonlyMap<string, Schema>): Map<string, Schema> {
  const counts = new Map<string, number>();
  const count = (schema: Schema) => {
    mapSchema(schema, (part) => {
      const text = JSON.stringify(part);
      if (text.length >= SHARED_FROM) counts.set(text, (counts.get(text) ?? 0) + 1);
      return part;
    });
  };
  roots.forEach(count);
  const shared = new Map<string, string>();
  const result = new Map<string, Schema>();
  const share = (schema: Schema, isRoot: boolean): Schema => {
    const text = JSON.stringify(schema);
    if (!isRoot && (counts.get(text) ?? 0) > 1) {
      const known = shared.get(text);
      if (known !== undefined) return { $ref: `#/$defs/${known}` };
      const name = `shared-${String(shared.size + 1).padStart(3, "0")}`;
      shared.set(text, name);
      result.set(name, parts(schema));
      return { $ref: `#/$defs/${name}` };
    }
    return parts(schema);
  };
  const parts = (schema: Schema): Schema =>
    Object.fromEntries(
      Object.entries(schema).map(([key, value]) => {
        if (key === "properties") {
          const properties = Object.entries(value as Record<string, Schema>);
          return [
            key,
            Object.fromEntries(properties.map(([name, part]) => [name, share(part, false)])),
          ];
        }
        const isSchema = typeof value === "object" && value !== null;
        return ["items", "additionalProperties", "not"].includes(key) && isSchema
          ? [key, share(value as Schema, false)]
          : [key, value];
      }),
    );
  for (const [name, schema] of roots) result.set(name, share(schema, true));
  return result;
}

function kindsOf(schema: Schema): string[] {
  const declared = (schema["x-kubernetes-group-version-kind"] ?? []) as readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
  return declared.map(({ group, version, kind }) =>
    [...(group === "" ? [] : [group]), version, kind].join("/"),
  );
}

function referencesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string"
      ? [inner.slice(inner.lastIndexOf("/") + 1)]
      : referencesOf(inner),
  );
}

function known<T>(source: ReadonlyMap<string, T> | Readonly<Record<string, T>>, name: string): T {
  const value =
    source instanceof Map ? (source.get(name) as T) : (source as Record<string, T>)[name];
  if (value === undefined) throw new Error(`There is no schema of ${name}.`);
  return value;
}

function sorted(schemas: ReadonlyMap<string, Schema>): Record<string, Schema> {
  return Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function omit<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
