import { resource } from "../bounds.ts";
import { deployment } from "../examples.ts";
import type { Rule } from "../rule.ts";

const bounds = (request?: string, limit?: string) =>
  deployment({
    container: {
      resources: {
        ...(request !== undefined && { requests: { cpu: request } }),
        ...(limit !== undefined && { limits: { cpu: limit } }),
      },
    },
  });

export const containerBoundedCpu: Rule = {
  name: "container-bounded-cpu",
  title: "Every container requests and limits its CPU.",
  why: "Otherwise a container without a limit takes its neighbours' time, and one without a request gets none under load.",
  severity: "medium",
  checklist: ["infra.3"],
  standards: {
    nsa: true,
    kubeScore: ["container-resources"],
    kubeLinter: ["unset-cpu-requirements"],
    polaris: ["cpuRequestsMissing", "cpuLimitsMissing"],
    checkov: ["CKV_K8S_10", "CKV_K8S_11"],
    trivy: ["KSV-0011", "KSV-0015"],
    kubescape: ["C-0270", "C-0268"],
  },
  fix: "Set `resources.requests.cpu` and `resources.limits.cpu` to what was measured.",
  examples: {
    compliant: [bounds("250m", "250m")],
    violating: [bounds(), bounds("250m"), bounds(undefined, "250m"), bounds("250m", "0")],
  },
  looksAt: "container",
  check: (container) => resource(container, "cpu"),
};
