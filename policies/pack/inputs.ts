import { UnknownValueError } from "@pulumi/policy";
import type { Inputs } from "../graph.ts";
import { UNKNOWN } from "../unknown.ts";

/**
 * A copy of a resource's properties in which what is unknown is marked. The engine's own mark throws, and an error
 * that leaves a policy turns it into advice for the whole resource.
 */
export function markedInputs(props: Readonly<Record<string, unknown>>): Inputs {
  return Object.fromEntries(
    Object.keys(props).map((key) => [key, marked(() => props[key])] as const),
  );
}

function marked(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    return Array.from({ length: items.length }, (_, index) => marked(() => items[index]));
  }
  if (typeof value !== "object" || value === null) return value;
  return markedInputs(value as Readonly<Record<string, unknown>>);
}
