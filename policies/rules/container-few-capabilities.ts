import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import { isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { DEFAULT_CAPABILITIES } from "./container-default-capabilities.ts";

export const containerFewCapabilities: Rule = {
  name: "container-few-capabilities",
  title: "No container adds a capability but NET_BIND_SERVICE.",
  why: "Even capabilities of the default set, such as DAC_OVERRIDE and SETUID, turn a flaw of a program into one of the container.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Capabilities" },
    nsa: true,
    cis: ["5.2.9"],
    polaris: ["insecureCapabilities"],
    checkov: ["CKV_K8S_25"],
    trivy: ["KSV-0022"],
    kubescape: ["C-0046"],
  },
  fix: "Remove the capability from `securityContext.capabilities.add`.",
  examples: {
    compliant: [
      deployment({
        container: { securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } },
      }),
    ],
    violating: [
      deployment({ container: { securityContext: { capabilities: { add: ["CHOWN"] } } } }),
    ],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    if (isWindows(pod)) return;
    const added = at(value, "securityContext", "capabilities", "add");
    const field = `${path}.securityContext.capabilities.add`;
    yield* eachIn(added, field, function* (capability, path) {
      // What is not of the default set is container-default-capabilities' to tell.
      if (capability !== "NET_BIND_SERVICE" && DEFAULT_CAPABILITIES.includes(capability)) {
        yield { path, is: capability, must: "not be added: only NET_BIND_SERVICE may" };
      }
    });
  },
};
