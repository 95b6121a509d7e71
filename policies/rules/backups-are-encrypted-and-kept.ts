import { filesOf, sectionsOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

const repository = (cipher: string) =>
  configMap({
    "pgbackrest.conf": `[global]\nrepo1-type=s3\nrepo1-path=/taskflow\nrepo1-cipher-type=${cipher}\nrepo1-retention-full=30\n`,
  });

export const backupsAreEncryptedAndKept: Rule = {
  name: "backups-are-encrypted-and-kept",
  title:
    "Backups outside the cluster are encrypted, reached by verified TLS, and all are kept for a time that is said.",
  why: "A backup is a copy of everything; whoever has the store has it. Without a time none is ever deleted, until the store is full.",
  severity: "critical",
  checklist: ["infra.11", "db.9", "post-backup.3"],
  standards: {},
  fix: "Set repoN-cipher-type to aes-256-cbc and repoN-retention-full, and leave repoN-storage-verify-tls on.",
  examples: { compliant: [repository("aes-256-cbc")], violating: [repository("none")] },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource, /pgbackrest\.conf$/), function* ({ path, text }) {
      const settings = sectionsOf(text).get("global") ?? new Map<string, string>();
      const numbers = new Set<string>();
      for (const name of settings.keys()) {
        const [, number] = /^repo(\d*)-path$/.exec(name) ?? [];
        if (number !== undefined) numbers.add(number);
      }
      for (const number of numbers) {
        const option = (name: string) => settings.get(`repo${number}-${name}`);
        const type = option("type") ?? "posix";
        const cipher = option("cipher-type") ?? "none";
        if (!["posix", "cifs"].includes(type) && cipher === "none") {
          const must = `have repo${number}-cipher-type = aes-256-cbc`;
          yield { path, is: `repository ${number} without a cipher`, must };
        }
        if (["storage-verify-tls", "s3-verify-tls"].some((name) => option(name) === "n")) {
          yield { path, is: `repository ${number} without verification`, must: "verify TLS" };
        }
        if (!(Number(option("retention-full")) > 0)) {
          const must = `have repo${number}-retention-full`;
          yield { path, is: `repository ${number} without an end`, must };
        }
      }
    }),
};
