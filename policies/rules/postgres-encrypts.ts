import { filesOf, includedFiles, isOn, postgresSettings } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

const conf = (ssl: string) =>
  configMap({ "postgresql.conf": `ssl = ${ssl}\nssl_min_protocol_version = 'TLSv1.2'\n` });

export const postgresEncrypts: Rule = {
  name: "postgres-encrypts",
  title: "PostgreSQL offers TLS of today, and keeps passwords as SCRAM verifiers.",
  why: "Without TLS of its own no client can verify whom it talks to.",
  severity: "critical",
  checklist: ["db.8", "sec.6"],
  standards: {},
  fix: "Set `ssl = on` with certificate and key, and leave the minimum version at TLSv1.2 or above.",
  examples: { compliant: [conf("on")], violating: [conf("off")] },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource, /postgresql\.conf$/), function* ({ path, text }) {
      const settings = postgresSettings(text);
      for (const name of includedFiles(settings)) {
        yield { path, is: name, must: "say everything in this file, where it is judged" };
      }
      if (!isOn(settings.get("ssl"))) {
        yield { path, is: `ssl ${settings.get("ssl") ?? "missing"}`, must: "have ssl = on" };
      }
      const version = settings.get("ssl_min_protocol_version") ?? "TLSv1.2";
      if (!/^TLSv1\.[23]$/i.test(version)) {
        const must = "have ssl_min_protocol_version = TLSv1.2 or TLSv1.3";
        yield { path, is: `ssl_min_protocol_version ${version}`, must };
      }
      const passwords = settings.get("password_encryption") ?? "scram-sha-256";
      if (passwords !== "scram-sha-256") {
        const must = "have password_encryption = scram-sha-256";
        yield { path, is: `password_encryption ${passwords}`, must };
      }
    }),
};
