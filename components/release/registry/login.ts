import { registryHost } from "./reference.ts";

/** Who asks a registry. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * The login for a registry in what `docker login` writes.
 *
 * @throws Error when it is not that.
 */
export function loginFor(registry: string, dockerConfig: string): Login | undefined {
  let auths: unknown;
  try {
    ({ auths } = JSON.parse(dockerConfig) as { auths?: unknown });
  } catch {
    // Not its text: there is a password in it.
    throw new Error("The registry's login is no JSON.");
  }
  for (const [key, value] of Object.entries(auths ?? {}) as [string, Partial<Login>][]) {
    const [name = ""] = key.replace(/^https:\/\//, "").split("/");
    const { username, password } = value;
    if (registryHost(name) === registry && username !== undefined && password !== undefined) {
      return { username, password };
    }
  }
  return undefined;
}

/** `Authorization` of HTTP's basic scheme. */
export function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
