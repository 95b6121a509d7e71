/**
 * The one candidate that the word begins, or else that with the fewest edits, unless it takes more than a third of
 * the word to get there.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Nobody misspells a name so long, and the distance costs the product of the lengths.
  if (word.length > 64) return undefined;
  const all = [...candidates];
  const [begun, ...others] = all.filter(
    (candidate) => word.length > 2 && candidate.toLowerCase().startsWith(word.toLowerCase()),
  );
  if (begun !== undefined && others.length === 0) return begun;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of all) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** Optimal string alignment: insertions, deletions, substitutions, and swaps of neighbours. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, at(beforeLast, j - 2) + 1);
      }
      row.push(edits);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
