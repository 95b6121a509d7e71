/** The version without its `v`, as packages and documents have it. */
export function numberOf(version: string): string {
  return version.replace(/^v/, "");
}
