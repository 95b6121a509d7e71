import { Secrets } from "../smoke/secrets.ts";
import type { Connection } from "./connect.ts";
import type { PodSpec } from "./objects.ts";
import { secretFiles } from "./secret-files.ts";

/** Beside secrets lies what everybody may know: names, and the public halves of certificates. */
const PUBLIC = new Set(["username", "ca.crt", "tls.crt"]);

/** What a shorter text would mask is in every log. */
const MIN_LENGTH = 8;

/** The values that the containers of a pod can read from its Secrets, to be masked in what they print. */
export async function mountedSecrets(
  connection: Connection,
  namespace: string,
  { volumes = [] }: Pick<PodSpec, "volumes">,
): Promise<Secrets> {
  const secrets = new Secrets();
  const names = new Set(volumes.flatMap(({ secret }) => secret?.secretName ?? []));
  for (const name of names) {
    for (const [key, file] of await secretFiles(connection, { namespace, name })) {
      if (PUBLIC.has(key)) continue;
      for (const text of valuesIn(file)) secrets.add(`${name}/${key}`, text);
    }
  }
  return secrets;
}

/** A file is printed by its lines, a line of settings by its value, and JSON by its texts. */
export function valuesIn(file: string): string[] {
  const lines = file.split(/\r?\n/);
  const values = lines.map((line) => line.slice(line.indexOf("=") + 1));
  return [...lines, ...values, ...textsIn(file)].filter(
    (text, index, all) => text.length >= MIN_LENGTH && all.indexOf(text) === index,
  );
}

/** The texts in JSON; none of what is none. */
function textsIn(file: string): string[] {
  const texts: string[] = [];
  try {
    JSON.parse(file, (_key, value: unknown) => {
      if (typeof value === "string") texts.push(value);
    });
  } catch {
    // A file of another kind.
  }
  return texts;
}
