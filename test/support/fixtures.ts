import type { Workload } from "../../components/kubernetes/labels.ts";
import type { Placement, Platform } from "../../components/kubernetes/platform.ts";
import type { Resources } from "../../components/kubernetes/resources.ts";

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

export const platform: Platform = {
  instance: "taskflow-test",
  version: "v1.2.3",
  timeZone: "Europe/Zurich",
  image: (name) => `registry.example.com/${name}:1.0@${DIGEST}`,
};

export const placement: Placement = {
  platform,
  namespace: "taskflow",
  priorityClass: "taskflow-test-application",
};

export const workload: Workload = { app: "sample", component: "api" };

export const resources: Resources = {
  cpu: { request: "100m", limit: "1" },
  memory: { request: "128Mi", limit: "256Mi" },
  ephemeralStorage: { request: "64Mi", limit: "128Mi" },
};
