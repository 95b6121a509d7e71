import type { Platform } from "./platform.ts";

/** Identity of one workload. */
export interface Workload {
  /** Unique in its namespace; the value of the `app` label that selectors, runbooks and people use. */
  readonly app: string;
  /** Role in the architecture (`api`, `web`, `database`, `monitoring`, …). */
  readonly component: string;
  /** Whether its image is part of the release, so that a release rolls it. A release must not restart the database. */
  readonly released?: true;
}

export type Labels = Record<string, string>;

/**
 * The recommended labels of Kubernetes and `app`. The version is on what a release changes, and on nothing else.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function labels(platform: Platform, workload: Workload): Labels {
  return {
    app: workload.app,
    "app.kubernetes.io/name": workload.app,
    "app.kubernetes.io/component": workload.component,
    ...instanceLabels(platform),
    ...(workload.released && { "app.kubernetes.io/version": platform.version }),
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
