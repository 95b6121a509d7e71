import { DATABASE, OWNER, ROLES, group } from "./names.ts";

/**
 * `pg_hba.conf`: the system user of the server over its socket, and from the network each login into the one
 * database, encrypted and by SCRAM. Everything else is refused, plain text before a password could be asked for.
 */
export function pgHba(): string {
  const rules = [
    ["local", "all", "postgres", "", "peer"],
    ["hostnossl", "all", "all", "all", "reject"],
    ["hostssl", DATABASE, OWNER, "all", "scram-sha-256"],
    ...ROLES.map((role) => ["hostssl", DATABASE, `+${group(role)}`, "all", "scram-sha-256"]),
    ["hostssl", "all", "all", "all", "reject"],
  ];
  return rules.map((rule) => `${rule.filter(Boolean).join(" ")}\n`).join("");
}
