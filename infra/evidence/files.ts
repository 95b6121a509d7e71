import { readFileSync } from "node:fs";
import type * as z from "zod/mini";
import { messageOf } from "../../components/release/evidence/words.ts";
import { shape } from "../../components/release/evidence/shape.ts";
import { Unusable } from "../preview/failure.ts";

/** @throws Unusable when there is no such file. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Unusable(`${file}: ${messageOf(error)}`);
  }
}

/** @throws Unusable for what is no JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file)) as unknown;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`${file}: is no JSON: ${messageOf(error)}`);
  }
}

/**
 * Reads a value of the shape that a tool gives it.
 *
 * @param what the tool and its format, in words that complete "is no …"
 * @throws Unusable for another shape, with what is wrong.
 */
export function expect<T>(file: string, what: string, schema: z.ZodMiniType<T>, value: unknown): T {
  const read = shape(schema, value);
  if (read.ok) return read.value;
  throw new Unusable(`${file}: is no ${what}: ${read.problems.slice(0, 3).join("; ")}`);
}
