import type { Connection } from "../kubernetes/connect.ts";
import { type SecretPlace, secretFiles } from "../kubernetes/secret-files.ts";
import type { Account } from "./accounts.ts";

/** The account of the Secret. */
export async function smokeUser(connection: Connection, place: SecretPlace): Promise<Account> {
  const files = await secretFiles(connection, place);
  const file = (key: string) => {
    const value = files.get(key);
    if (value === undefined || value === "") {
      throw new Error(`Secret ${place.name} has no ${key} of the smoke user.`);
    }
    return value;
  };
  return { email: file("email"), password: file("password") };
}

/** Who signed the certificate of a Secret: its authority, or as much of the chain as it was handed out. */
export async function signerOf(connection: Connection, place: SecretPlace): Promise<string> {
  const files = await secretFiles(connection, place);
  return signerIn(files.get("ca.crt") ?? "", files.get("tls.crt") ?? "", place.name);
}

/** @throws Error when the Secret does not say. */
export function signerIn(authority: string, chain: string, name: string): string {
  if (authority.trim() !== "") return authority;
  const [, ...signers] =
    chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (signers.length === 0)
    throw new Error(`Secret ${name} does not say who signed its certificate.`);
  return signers.join("\n");
}
