import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import type { Rule } from "../rule.ts";

/** Capabilities that a container runtime gives anyway, without `NET_RAW`. */
export const DEFAULT_CAPABILITIES: readonly unknown[] = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

export const containerDefaultCapabilities: Rule = {
  name: "container-default-capabilities",
  title: "No container adds a capability beyond the default set.",
  why: "Capabilities such as SYS_ADMIN, NET_ADMIN and SYS_PTRACE let a container take over its node or listen to its neighbours.",
  severity: "critical",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Capabilities" },
    nsa: true,
    cis: ["5.2.9"],
    kubeLinter: ["drop-net-raw-capability"],
    polaris: ["dangerousCapabilities"],
    checkov: ["CKV_K8S_25", "CKV_K8S_39"],
    trivy: ["KSV-0005", "KSV-0022", "KSV-0119", "KSV-0120"],
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
      deployment({ container: { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } } }),
    ],
  },
  looksAt: "container",
  *check({ value, path }) {
    const added = at(value, "securityContext", "capabilities", "add");
    const field = `${path}.securityContext.capabilities.add`;
    yield* eachIn(added, field, function* (capability, path) {
      if (!DEFAULT_CAPABILITIES.includes(capability)) {
        yield { path, is: capability, must: "not be added" };
      }
    });
  },
};
