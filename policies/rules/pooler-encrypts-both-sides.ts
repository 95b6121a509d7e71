import { filesOf, sectionsOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

/** By setting, what it may be. The defaults of both take plain text. */
const MODES: readonly (readonly [setting: string, modes: readonly string[]])[] = [
  ["client_tls_sslmode", ["require", "verify-ca", "verify-full"]],
  ["server_tls_sslmode", ["verify-full"]],
  ["auth_type", ["scram-sha-256", "cert", "hba"]],
];

const ini = (server: string) =>
  configMap({
    "pgbouncer.ini": `[pgbouncer]\nauth_type = scram-sha-256\nclient_tls_sslmode = require\nserver_tls_sslmode = ${server}\n`,
  });

export const poolerEncryptsBothSides: Rule = {
  name: "pooler-encrypts-both-sides",
  title: "PgBouncer takes TLS only, logs in by SCRAM, and verifies the server.",
  why: "A pooler between two encrypted ends that is not itself encrypted is where one listens.",
  severity: "critical",
  checklist: ["db.8", "db.4", "sec.6"],
  standards: {},
  fix: "Set client_tls_sslmode to require, server_tls_sslmode to verify-full and auth_type to scram-sha-256.",
  examples: { compliant: [ini("verify-full")], violating: [ini("require")] },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource, /pgbouncer\.ini$/), function* ({ path, text }) {
      const settings = sectionsOf(text).get("pgbouncer");
      for (const [setting, modes] of MODES) {
        const value = settings?.get(setting);
        if (modes.includes(value ?? "")) continue;
        yield {
          path,
          is: `${setting} ${value ?? "missing"}`,
          must: `have ${setting} = ${modes.join(" or ")}`,
        };
      }
    }),
};
