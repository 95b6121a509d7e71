import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset, securityOwners } from "../pods.ts";
import type { Rule } from "../rule.ts";

const windowsOptions = { windowsOptions: { hostProcess: true } };

export const podNoHostProcess: Rule = {
  name: "pod-no-host-process",
  title: "No Windows container runs as a process of its node.",
  why: "A HostProcess container has all rights on its node, as a privileged one has on Linux.",
  severity: "critical",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "HostProcess" },
    cis: ["5.2.11"],
    polaris: ["hostProcess"],
    trivy: ["KSV-0103"],
    kubescape: ["C-0202"],
  },
  fix: "Remove `windowsOptions.hostProcess`.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext: { windowsOptions: { hostProcess: false } } } }),
    ],
    violating: [
      deployment({ pod: { securityContext: windowsOptions } }),
      deployment({ container: { securityContext: windowsOptions } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(securityOwners(pod), function* ({ path, value }) {
      const hostProcess = at(value, "securityContext", "windowsOptions", "hostProcess");
      if (!isUnset(hostProcess) && hostProcess !== false) {
        const field = `${path}.securityContext.windowsOptions.hostProcess`;
        yield { path: field, is: hostProcess, must: "be false" };
      }
    });
  },
};
