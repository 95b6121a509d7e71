import { resource } from "../bounds.ts";
import { deployment } from "../examples.ts";
import type { Rule } from "../rule.ts";

const bounds = (request?: string, limit?: string) =>
  deployment({
    container: {
      resources: {
        ...(request !== undefined && { requests: { memory: request } }),
        ...(limit !== undefined && { limits: { memory: limit } }),
      },
    },
  });

export const containerBoundedMemory: Rule = {
  name: "container-bounded-memory",
  title: "Every container requests and limits its memory.",
  why: "Otherwise a container without a limit takes its node down with it, and one without a request is evicted first.",
  severity: "medium",
  checklist: ["infra.3"],
  standards: {
    nsa: true,
    kubeScore: ["container-resources"],
    kubeLinter: ["unset-memory-requirements"],
    polaris: ["memoryRequestsMissing", "memoryLimitsMissing"],
    checkov: ["CKV_K8S_12", "CKV_K8S_13"],
    trivy: ["KSV-0016", "KSV-0018"],
    kubescape: ["C-0271", "C-0269"],
  },
  fix: "Set `resources.requests.memory` and `resources.limits.memory` to what was measured.",
  examples: {
    compliant: [bounds("256Mi", "256Mi")],
    violating: [bounds(), bounds("256Mi"), bounds(undefined, "256Mi"), bounds("256Mi", "0")],
  },
  looksAt: "container",
  check: (container) => resource(container, "memory"),
};
