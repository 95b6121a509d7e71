import { list } from "./graph.ts";
import { UnknownTouched, join } from "./unknown.ts";

/** Does something with every item, and only then tells that something of one was unknown: it hides no other. */
export function visit<T>(items: Iterable<T>, act: (item: T) => void): void {
  let unknown: UnknownTouched | undefined;
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

/** Asks about every item, and tells what was found before it tells that something of one was unknown. */
export function each<T, F>(items: Iterable<T>, ask: (item: T) => Iterable<F>): Iterable<F> {
  // Every rule asks this of every object, and a list costs a fraction of what a generator does.
  const found: F[] = [];
  try {
    visit(items, (item) => {
      for (const finding of ask(item)) found.push(finding);
    });
  } catch (error) {
    if (!(error instanceof UnknownTouched)) throw error;
    return foundBefore(error, found);
  }
  return found;
}

function* foundBefore<F>(unknown: UnknownTouched, found: readonly F[]): Generator<F> {
  yield* found;
  throw unknown;
}

/** The same for the elements of a list at a path; whatever is no list has none. */
export function eachIn<F>(
  value: unknown,
  path: string,
  ask: (element: unknown, path: string, index: number) => Iterable<F>,
): Iterable<F> {
  const elements = list(value);
  return each(elements.keys(), (index) => ask(elements[index], join(path, index), index));
}

/** Whether it holds for one at least. Only when it holds for none that is known, an unknown one is told. */
export function some<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  let unknown: UnknownTouched | undefined;
  for (const item of items) {
    try {
      if (holds(item)) return true;
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
  return false;
}
