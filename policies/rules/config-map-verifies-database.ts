import { filesOf } from "../config-files.ts";
import { connectionFaults } from "../connections.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

export const configMapVerifiesDatabase: Rule = {
  name: "config-map-verifies-database",
  title: "Every address of PostgreSQL in a ConfigMap asks for sslmode verify-full.",
  why: "Any weaker mode encrypts for whoever answers, and hands the password to them.",
  severity: "critical",
  checklist: ["db.8", "sec.6"],
  standards: {},
  fix: "Write `sslmode=verify-full`, and mount the certificate of the authority.",
  examples: {
    compliant: [configMap({ "client.conf": "host=postgres sslmode=verify-full" })],
    violating: [configMap({ "client.conf": "host=postgres sslmode=prefer" })],
  },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource), function* ({ path, text }) {
      for (const fault of connectionFaults(text)) {
        yield { path, ...fault, must: "have sslmode=verify-full" };
      }
    }),
};
