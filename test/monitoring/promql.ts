/** Words of PromQL that are no metrics and have no bracket behind them. */
const KEYWORDS = new Set(["and", "or", "unless", "bool"]);

/** The metrics and recorded series that an expression reads. */
export function metricsOf(expr: string): string[] {
  const bare = expr
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, "")
    .replaceAll(/\[[^\]]*\]/g, "")
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, "")
    .replaceAll(/\boffset\s+\w+/g, "");
  const names = bare.matchAll(/(?<![\w:.])[a-zA-Z_:][\w:]*(?![\w:])(?!\s*\()/g);
  return [...new Set([...names].map(([name]) => name))].filter((name) => !KEYWORDS.has(name));
}
