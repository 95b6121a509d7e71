import { filesOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import { hbaEntries, hbaFault } from "../pg-hba.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const FILE = "pg_hba.conf";
const hba = (line: string) => configMap({ [FILE]: `hostnossl all all all reject\n${line}\n` });

export const postgresAdmitsByTls: Rule = {
  name: "postgres-admits-by-tls",
  title: "PostgreSQL lets nobody in from the network but by TLS and SCRAM.",
  why: "One line with host or trust is enough for a client that never asks for TLS to get in.",
  severity: "critical",
  checklist: ["db.8"],
  standards: {},
  fix: "Use `hostssl … scram-sha-256` for those who may come, and reject for all others.",
  examples: {
    compliant: [hba("hostssl taskflow +taskflow_application all scram-sha-256")],
    violating: [hba("host taskflow +taskflow_application all scram-sha-256")],
  },
  looksAt: "resource",
  *check(resource) {
    const files = filesOf(resource, /pg_hba\.conf$/);
    yield* each(files, function* ({ path, text }) {
      const entries = hbaEntries(text);
      if (entries.length === 0) yield { path, is: "empty", must: "say who connects how" };
      for (const entry of entries) {
        const must = hbaFault(entry);
        if (must === undefined) continue;
        yield { path, is: `in line ${entry.line} ${entry.type} … ${entry.method}`, must };
      }
    });
    // The file that PostgreSQL makes for itself trusts the whole pod.
    if (files.length === 0 && filesOf(resource, /postgresql\.conf$/).length > 0) {
      yield { path: join("data", FILE), must: "be there, beside postgresql.conf" };
    }
  },
};
