import { resource } from "../bounds.ts";
import { deployment } from "../examples.ts";
import type { Rule } from "../rule.ts";

const bounds = (request?: string, limit?: string) =>
  deployment({
    container: {
      resources: {
        ...(request !== undefined && { requests: { "ephemeral-storage": request } }),
        ...(limit !== undefined && { limits: { "ephemeral-storage": limit } }),
      },
    },
  });

export const containerBoundedEphemeralStorage: Rule = {
  name: "container-bounded-ephemeral-storage",
  title: "Every container requests and limits its ephemeral storage.",
  why: "Otherwise logs and scratch files of one container fill the disk of its node, and every pod there is evicted.",
  severity: "medium",
  checklist: ["infra.3"],
  standards: {
    kubeScore: ["container-ephemeral-storage-request-and-limit"],
  },
  fix: "Set `resources.requests.ephemeral-storage` and `resources.limits.ephemeral-storage` to what was measured.",
  examples: {
    compliant: [bounds("64Mi", "64Mi")],
    violating: [bounds(), bounds("64Mi"), bounds(undefined, "64Mi"), bounds("64Mi", "0")],
  },
  looksAt: "container",
  check: (container) => resource(container, "ephemeral-storage"),
};
