import type { EdgeArgs } from "../../components/edge/edge.ts";
import { Edge } from "../../components/edge/edge.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { platform } from "../support/fixtures.ts";
import { previewResources } from "../support/program.ts";

export const args: EdgeArgs = {
  platform,
  namespace: "taskflow",
  controller: { kind: "traefik" },
  hosts: ["taskflow.example.com"],
  backend: { serviceName: "backend", port: 3000 },
  frontend: { serviceName: "frontend", port: 80 },
  issuer: { kind: "acme", email: "ops@example.com", solver: { kind: "http01" } },
};

export const monitoring: NonNullable<EdgeArgs["monitoring"]> = {
  host: "grafana.example.com",
  namespace: "monitoring",
  target: { serviceName: "grafana", port: 3000 },
  sourceRanges: ["198.51.100.0/24"],
};

/** Previews one edge, `args` with changes. */
export function previewEdge(changes: Partial<EdgeArgs> = {}): Promise<PreviewDocument> {
  return previewResources(() => new Edge("taskflow-edge", { ...args, ...changes }));
}
