import { filesOf } from "../config-files.ts";
import { configMap, object } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

const FILE = "alertmanager.yml";

export const alertmanagerConfigIsSecret: Rule = {
  name: "alertmanager-config-is-secret",
  title: "The configuration of Alertmanager is a Secret.",
  why: "It says whom to wake and how: addresses, numbers, and sooner or later the URL of a webhook.",
  severity: "high",
  checklist: ["sec.4", "conf.2"],
  standards: { trivy: ["KSV-0109", "KSV-1010"] },
  fix: "Keep it in a Secret, and mount that.",
  examples: {
    compliant: [object("v1", "Secret", "alertmanager", { stringData: { [FILE]: "route: {}" } })],
    violating: [configMap({ [FILE]: "route: {}" })],
  },
  looksAt: "resource",
  *check(resource) {
    for (const { path } of filesOf(resource, /alertmanager[^/]*\.ya?ml$/i)) {
      yield { path, is: "in a ConfigMap", must: "be in a Secret" };
    }
  },
};
