/** How a registry wants to be asked. */
export type Challenge =
  | { readonly scheme: "basic" }
  /** With a token that somebody hands out: at `realm`, for `service` and `scope`. */
  | { readonly scheme: "bearer"; readonly realm: URL; readonly parameters: URLSearchParams };

const PARAMETER = /([\w-]+)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads a `WWW-Authenticate` header. Source: https://distribution.github.io/distribution/spec/auth/token/
 *
 * @throws Error when it asks for something else, or for credentials in plain text.
 */
export function parseChallenge(header: string | undefined): Challenge {
  const [scheme = ""] = header?.split(" ", 1) ?? [];
  if (/^basic$/i.test(scheme)) return { scheme: "basic" };
  const found = new Map(
    [...(header ?? "").matchAll(PARAMETER)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value.replace(/\\(.)/g, "$1"),
    ]),
  );
  const realm = found.get("realm") ?? "";
  if (!/^bearer$/i.test(scheme) || !URL.canParse(realm)) {
    throw new Error("It wants to be asked in a way that it does not say.");
  }
  if (!realm.startsWith("https://")) {
    throw new Error(`It sends logins to ${realm}, where everybody could read them.`);
  }
  const parameters = new URLSearchParams();
  for (const name of ["service", "scope"]) {
    const value = found.get(name);
    if (value !== undefined) parameters.set(name, value);
  }
  return { scheme: "bearer", realm: new URL(realm), parameters };
}
