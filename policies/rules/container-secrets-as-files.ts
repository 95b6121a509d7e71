import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const ref = { name: "database", key: "password" };

export const containerSecretsAsFiles: Rule = {
  name: "container-secrets-as-files",
  title: "Secrets reach containers as files and not as environment variables.",
  why: "The environment is inherited by every child process and shown in crash reports and by `/proc`; a file is read by who needs it, and can be changed.",
  severity: "medium",
  checklist: ["sec.5"],
  standards: {
    cis: ["5.4.1"],
    kubeLinter: ["read-secret-from-env-var"],
    checkov: ["CKV_K8S_35"],
    kubescape: ["C-0207"],
  },
  fix: "Mount the Secret as a volume, and tell the program the path.",
  examples: {
    compliant: [
      deployment({ container: { env: [{ name: "LOGIN_DIR", value: "/run/taskflow/login" }] } }),
    ],
    violating: [
      deployment({
        container: { env: [{ name: "PGPASSWORD", valueFrom: { secretKeyRef: ref } }] },
      }),
      deployment({ container: { envFrom: [{ secretRef: { name: "database" } }] } }),
    ],
  },
  looksAt: "container",
  *check({ value, path }) {
    const must = "be a file of a mounted Secret";
    yield* eachIn(at(value, "env"), `${path}.env`, function* (variable, path) {
      if (isUnset(at(variable, "valueFrom", "secretKeyRef"))) return;
      yield { path: `${path}.valueFrom.secretKeyRef`, is: "a key of a Secret", must };
    });
    yield* eachIn(at(value, "envFrom"), `${path}.envFrom`, function* (source, path) {
      if (isUnset(at(source, "secretRef"))) return;
      yield { path: `${path}.secretRef`, is: "a whole Secret", must };
    });
  },
};
