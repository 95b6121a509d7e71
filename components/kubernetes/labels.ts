import type { Platform } from "./platform.ts";

/** Identity of one workload. */
export interface Workload {
  /** Unique in its namespace; the value of the `app` label that selectors, runbooks and people use. */
  readonly app: string;
  /** Role in the architecture (`api`, `web`, `database`, `monitoring`, …). */
  readonly component: string;
}

export type Labels = Record<string, string>;

/**
 * The recommended labels of Kubernetes and `app`.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function labels(platform: Platform, workload: Workload): Labels {
  return {
    ...stableLabels(platform, workload),
    "app.kubernetes.io/version": platform.version,
  };
}

/** The labels that a release does not change: for claim templates and other immutable places. */
export function stableLabels(platform: Platform, workload: Workload): Labels {
  return {
    app: workload.app,
    "app.kubernetes.io/name": workload.app,
    "app.kubernetes.io/component": workload.component,
    ...instanceLabels(platform),
  };
}

/** The labels of what belongs to no workload in particular. */
export function instanceLabels(platform: Platform): Labels {
  return {
    "app.kubernetes.io/instance": platform.instance,
    "app.kubernetes.io/part-of": "taskflow",
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** Selector of a workload's pods. One label, because a selector can never be changed. */
export function selector(workload: Pick<Workload, "app">): Labels {
  return { app: workload.app };
}
