import { list } from "./graph.ts";
import { UnknownTouched, join } from "./unknown.ts";

/** Asks about every item, and only then tells that something of one was unknown: it hides no other. */
export function* each<T, F>(items: Iterable<T>, ask: (item: T) => Iterable<F>): Generator<F> {
  let unknown: UnknownTouched | undefined;
  for (const item of items) {
    try {
      // Delegation would cost more than what is asked.
      for (const found of ask(item)) yield found;
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

/** The same for the elements of a list at a path; whatever is no list has none. */
export function* eachIn<F>(
  value: unknown,
  path: string,
  ask: (element: unknown, path: string, index: number) => Iterable<F>,
): Generator<F> {
  const elements = list(value);
  yield* each(elements.keys(), (index) => ask(elements[index], join(path, index), index));
}

/** Whether it holds for one at least. Only when it holds for none that is known, an unknown one is told. */
export function some<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  const found = each(items.keys(), function* (index) {
    if (holds(items[index] as T)) yield true;
  });
  return found.next().value === true;
}
