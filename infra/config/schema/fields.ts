import * as z from "zod/mini";

/** A schema of any kind. */
export type Schema = z.ZodMiniType;

/** A field of a group: its schema and what the reference and the messages say about it. */
export interface Field<S extends Schema = Schema> {
  readonly schema: S;
  /** One sentence or two: what it is, its unit, and why one would change it. Markdown. */
  readonly description: string;
  /** A correct value, as it is written in YAML. */
  readonly example: unknown;
}

export type Fields = Readonly<Record<string, Field>>;

/** What a leaf accepts, in words that complete "it must be …". */
interface Leaf {
  readonly expected: string;
}

/** The fields of each group, and what each leaf accepts: all that zod's own objects do not hold. */
const groupFields = new WeakMap<object, Fields>();
const leaves = new WeakMap<object, Leaf>();

/** The fields of a schema that {@link group} made. */
export function fieldsOf(schema: Schema): Fields | undefined {
  return groupFields.get(schema);
}

/** What a leaf accepts, in words that complete "it must be …". */
export function expectedOf(schema: Schema): string | undefined {
  return leaves.get(schema)?.expected;
}

/** A field that must be given. A group needs no example: it is made of its fields' examples. */
export function required<S extends Schema>(
  schema: S,
  description: string,
  example?: unknown,
): Field<S> {
  return { schema, description, example };
}

/** A field that may be left out, and then is absent. */
export function optional<S extends Schema>(
  schema: S,
  description: string,
  example?: unknown,
): Field<z.ZodMiniExactOptional<S>> {
  return { schema: z.exactOptional(schema), description, example };
}

/** A field that has a value when it is left out. The default is its example, unless another one says more. */
export function withDefault<S extends Schema>(
  schema: S,
  description: string,
  value: z.input<S>,
  example: unknown = value,
): Field<z.ZodMiniPrefault<S>> {
  return { schema: z.prefault(schema, value), description, example };
}

/** Whether the value may be absent without there being another one in its place. */
export function isOptional(schema: Schema): boolean {
  return schema._zod.def.type === "optional";
}

/** The schemas of fields by their names. */
type Shape<F extends Fields> = { [K in keyof F]: F[K]["schema"] };

/** An object with exactly these fields. */
export function group<const F extends Fields>(
  fields: F,
): z.ZodMiniObject<Shape<F>, z.core.$strict> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.schema]),
  ) as Shape<F>;
  const schema = z.strictObject(shape, {
    error: "a group of fields",
  }) as unknown as z.ZodMiniObject<Shape<F>, z.core.$strict>;
  groupFields.set(schema, fields);
  return schema;
}

/** A group that is one of several; its field `type` says which. */
export function variant<const T extends string, const F extends Fields>(
  type: T,
  description: string,
  fields: F,
): z.ZodMiniObject<Shape<F & { type: Field<z.ZodMiniLiteral<T>> }>, z.core.$strict> {
  return group({ type: required(literal(type), description, type), ...fields });
}

/** One of several {@link variant}s. */
export function variants<
  const V extends readonly [z.ZodMiniObject, z.ZodMiniObject, ...z.ZodMiniObject[]],
>(options: V): z.ZodMiniDiscriminatedUnion<V, "type"> {
  const types = options.map((option) => [...(option._zod.propValues["type"] ?? [])]).flat();
  return z.discriminatedUnion("type", options, { error: oneOf(types.map(String)) });
}

/** A list of values of one kind. */
export function list<S extends Schema>(item: S): z.ZodMiniArray<S> {
  return z.array(item, { error: "a list" });
}

/** A list that is not empty. */
export function some<S extends Schema>(item: S): z.ZodMiniArray<S> {
  const error = "a list with at least one item";
  return z.array(item, { error }).check(z.minLength(1, { error }));
}

/** Values of one kind under names that the user chooses. */
export function map<S extends Schema>(
  name: z.ZodMiniString,
  value: S,
): z.ZodMiniRecord<z.ZodMiniString, S> {
  return z.record(name, value, { error: "a group of names and values" });
}

/** Text that passes the test. `expected` completes "it must be …". */
export function text(
  expected: string,
  test: RegExp | ((value: string) => boolean),
): z.ZodMiniString {
  const passes = typeof test === "function" ? test : (value: string) => test.test(value);
  return leaf(z.string({ error: expected }).check(z.refine(passes, { error: expected })), expected);
}

/**
 * Text that YAML or `pulumi config set --path` may have made a number of (`cpu: 2`): the number is read as its
 * digits.
 */
export function numericText(
  expected: string,
  test: (value: string) => boolean,
): z.ZodMiniPipe<z.ZodMiniTransform, z.ZodMiniString> {
  const digits = z.transform((value: unknown) =>
    typeof value === "number" ? String(value) : value,
  );
  return leaf(z.pipe(digits, text(expected, test)), expected);
}

/** Text that YAML makes a time of where it has no quotes: the engine hands it on as midnight of that day. */
export function dayText(
  expected: string,
  test: (value: string) => boolean,
): z.ZodMiniPipe<z.ZodMiniTransform, z.ZodMiniString> {
  const day = z.transform((value: unknown) =>
    typeof value === "string" ? value.replace(/ 00:00:00 \+0000 UTC$/, "") : value,
  );
  return leaf(z.pipe(day, text(expected, test)), expected);
}

/** A whole number within bounds, both included. */
export function whole(min: number, max: number): z.ZodMiniNumber {
  return bounded(`a whole number from ${min} to ${max}`, min, max, Number.isInteger);
}

/** A number within bounds, both included. */
export function decimal(min: number, max: number): z.ZodMiniNumber {
  return bounded(`a number from ${min} to ${max}`, min, max, Number.isFinite);
}

function bounded(
  expected: string,
  min: number,
  max: number,
  kind: (value: number) => boolean,
): z.ZodMiniNumber {
  const passes = (value: number) => kind(value) && value >= min && value <= max;
  return leaf(z.number({ error: expected }).check(z.refine(passes, { error: expected })), expected);
}

/** `true` or `false`. */
export function flag(): z.ZodMiniBoolean {
  return leaf(z.boolean({ error: "true or false" }), "true or false");
}

/** One of a few words. `explain` says more about a wrong one than which are right. */
export function word<const T extends string>(
  words: readonly T[],
  explain?: (value: unknown) => string | undefined,
): z.ZodMiniEnum<{ [K in T]: K }> {
  const expected = oneOf(words);
  const error = ({ input }: { readonly input?: unknown }) => {
    const reason = explain?.(input);
    return reason === undefined ? expected : `${expected}: ${reason}`;
  };
  return leaf(z.enum(words, { error }), expected);
}

function literal<const T extends string>(value: T): z.ZodMiniLiteral<T> {
  return leaf(z.literal(value, { error: oneOf([value]) }), oneOf([value]));
}

function oneOf(words: readonly string[]): string {
  return words.map((each) => JSON.stringify(each)).join(" or ");
}

function leaf<S extends Schema>(schema: S, expected: string): S {
  leaves.set(schema, { expected });
  return schema;
}
