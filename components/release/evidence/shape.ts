import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

const { localeError } = en();

/** What was read, or why it could not be: `predicate.result: Invalid option: expected one of …`. */
export type Shaped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a value of unknown shape. Fields that the schema does not name are left out, as in-toto asks of consumers. */
export function shape<T>(schema: z.ZodMiniType<T>, value: unknown): Shaped<T> {
  const result = z.safeParse(schema, value, { error: localeError });
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  );
  return { ok: false, problems };
}

/**
 * Reads a value that must be of this shape.
 *
 * @param says of what is wrong what the error says. Default: that alone.
 * @throws Error with everything that is wrong.
 */
export function shaped<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  says: (problems: string) => string = (problems) => problems,
): T {
  const read = shape(schema, value);
  if (!read.ok) throw new Error(says(read.problems.join("; ")));
  return read.value;
}

/** An instant of RFC 3339. */
export const time = z.iso.datetime({ offset: true });

/** A day of the calendar: 2027-06-30. */
export const day = z.iso.date();

/** Text that says something. */
export const words = z.string().check(z.trim(), z.minLength(1));

/** SHA-256 in hexadecimal. */
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const count = z.int().check(z.nonnegative());

/** A figure that is measured: never negative, never infinite. */
export const measure = z.number().check(z.nonnegative());
