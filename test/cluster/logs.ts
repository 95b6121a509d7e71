/** How the programs of the stack mark a line as an error: JSON, logfmt, PostgreSQL and its tools, nginx. */
const MARKS = [
  /"level":\s*"(?:error|fatal|panic|critical)"/i,
  /\blevel="?(?:error|fatal|panic|critical)\b/i,
  /\b(?:ERROR|FATAL|PANIC)\b:? /,
  /\[(?:error|crit|alert|emerg)\]/,
];

/** The lines that say that something went wrong. */
export function errorLines(log: string): string[] {
  return log.split("\n").filter((line) => MARKS.some((mark) => mark.test(line)));
}
