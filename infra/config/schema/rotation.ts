import { group, whole, withDefault } from "./fields.ts";

const counter = (description: string) => withDefault(whole(1, 1000000), description, 1);

/** Counters of the generated credentials. Count up by one, never down, and release. */
export const rotation = group({
  database: counter(
    "Passwords of the database logins. The login before this one stays valid until the next rotation.",
  ),
  keys: counter(
    "Keys of sessions and tokens. What was signed with the key before this one stays valid until the next rotation.",
  ),
  accounts: counter(
    "Passwords of the database's owner, of Grafana's administrator and of the smoke test's user. The database restarts, because it reads its owner's password when it starts.",
  ),
});
