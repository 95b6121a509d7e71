import { randomBytes } from "node:crypto";
import type { Secrets } from "./secrets.ts";

/** What somebody logs in with. */
export interface Account {
  readonly email: string;
  readonly password: string;
}

/** An account that nobody has yet. Its mail, if any is sent, goes to the smoke user. */
export function newAccount({ email }: Account, secrets: Secrets): Account {
  const [local = "", domain = ""] = email.split("@");
  // Of each class that a rule for passwords may ask for.
  const password = `Aa1-${randomBytes(18).toString("base64url")}`;
  secrets.add("password of the new account", password);
  return { email: `${local}+${randomBytes(6).toString("hex")}@${domain}`, password };
}
