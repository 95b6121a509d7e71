import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { SmokeInput } from "./input.ts";
import type { Secrets } from "./secrets.ts";

/** What somebody logs in with. */
export interface Account {
  readonly email: string;
  readonly password: string;
}

/** The account of the Secret. */
export async function smokeUser(
  { emailFile, passwordFile }: SmokeInput["user"],
  secrets: Secrets,
): Promise<Account> {
  const user = { email: await content(emailFile), password: await content(passwordFile) };
  secrets.add("password of the smoke user", user.password);
  return user;
}

/** An account that nobody has yet. Its mail, if any is sent, goes to the smoke user. */
export function newAccount({ email }: Account, secrets: Secrets): Account {
  const [local = "", domain = ""] = email.split("@");
  // Of each class that a rule for passwords may ask for.
  const password = `Aa1-${randomBytes(18).toString("base64url")}`;
  secrets.add("password of the new account", password);
  return { email: `${local}+${randomBytes(6).toString("hex")}@${domain}`, password };
}

/** Remembers what the files hold. */
export async function readSecretFiles(files: readonly string[], secrets: Secrets): Promise<void> {
  for (const file of files) secrets.add(`secret of ${file}`, await content(file));
}

/** Without the line break that editors add. */
async function content(file: string): Promise<string> {
  return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
}
