import { filesOf } from "../config-files.ts";
import { credentialIn, namesCredential } from "../credentials.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { settingsIn } from "../settings-text.ts";

export const configMapHoldsNoCredential: Rule = {
  name: "config-map-holds-no-credential",
  title: "No ConfigMap holds a credential.",
  why: "ConfigMaps are read by everybody who may look, printed by every tool, and kept unencrypted.",
  severity: "critical",
  checklist: ["sec.4", "conf.2"],
  standards: {
    nsa: true,
    polaris: ["sensitiveConfigmapContent"],
    trivy: ["KSV-0109", "KSV-1010"],
    kubescape: ["C-0012"],
  },
  fix: "Put it into a Secret, and let the program read it from a file.",
  examples: {
    compliant: [configMap({ "app.ini": "password_file = /run/secrets/database/password" })],
    violating: [configMap({ "app.ini": "password = correct-horse-battery" })],
  },
  looksAt: "resource",
  check: (resource) =>
    each(filesOf(resource), function* ({ name, path, text }) {
      const is = credentialIn(text, name) ?? inSettings(text);
      if (is !== undefined) yield { path, is, must: "be in a Secret" };
    }),
};

function inSettings(text: string): string | undefined {
  for (const { name, value, line } of settingsIn(text)) {
    const found = namesCredential(name) ? credentialIn(value, name) : undefined;
    if (found !== undefined) return `${found}, in line ${line}`;
  }
  return undefined;
}
