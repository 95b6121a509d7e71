/** Something that may be done with a kind of object in a namespace. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

/** What whoever goes back does, whatever else is asked for. */
const BACK: readonly Right[] = [
  ...["get", "list", "watch"].map((verb) => ({ verb, group: "apps", resource: "deployments" })),
  { verb: "patch", group: "apps", resource: "deployments" },
  { verb: "list", group: "apps", resource: "replicasets" },
  // What serves may have to be stopped, and what somebody has stopped to be started again.
  { verb: "patch", group: "apps", resource: "deployments", subresource: "scale" },
  { verb: "list", group: "autoscaling", resource: "horizontalpodautoscalers" },
  // What is recorded of a release.
  ...["get", "create", "list"].map((verb) => ({ verb, group: "", resource: "configmaps" })),
  { verb: "list", group: "discovery.k8s.io", resource: "endpointslices" },
  { verb: "get", group: "", resource: "secrets" },
  { verb: "list", group: "", resource: "pods" },
  // A request for a WebSocket is a GET; from 1.35 on the server asks for `create` too.
  ...["get", "create"].map((verb) => ({
    verb,
    group: "",
    resource: "pods",
    subresource: "portforward",
  })),
];

/** What it takes beside to run a Job of a template. */
const JOBS: readonly Right[] = [
  { verb: "get", group: "batch", resource: "cronjobs" },
  ...["create", "list", "watch", "delete"].map((verb) => ({
    verb,
    group: "batch",
    resource: "jobs",
  })),
  ...["get", "watch"].map((verb) => ({ verb, group: "", resource: "pods" })),
  { verb: "get", group: "", resource: "pods", subresource: "log" },
  ...["list", "watch"].map((verb) => ({ verb, group: "", resource: "events" })),
];

/**
 * What the gates do in the cluster beside what the engine does, and whoever takes a release back: found missing in the
 * middle of a release, it would be found too late.
 */
export const RIGHTS: readonly Right[] = [
  ...BACK,
  ...JOBS,
  { verb: "get", group: "autoscaling", resource: "horizontalpodautoscalers" },
  { verb: "delete", group: "", resource: "configmaps" },
];

/**
 * What whoever goes back cannot do without. The news, what pods have said and the archive are not of it: what cannot be
 * had of these is said, and keeps nobody from going back.
 *
 * @param restores whether the data are put back too.
 */
export function rollbackRights(restores: boolean): readonly Right[] {
  return restores ? [...BACK, ...JOBS] : BACK;
}

/** What the gate `monitoring` and whoever goes back do where the bundled monitoring is. */
export const MONITORING_RIGHTS: readonly Right[] = [
  { verb: "list", group: "", resource: "pods" },
  { verb: "list", group: "discovery.k8s.io", resource: "endpointslices" },
  ...["get", "create"].map((verb) => ({
    verb,
    group: "",
    resource: "pods",
    subresource: "portforward",
  })),
];

/** `patch deployments.apps`, `create pods/portforward`. */
export function nameOf({ verb, group, resource, subresource }: Right): string {
  const suffix = subresource === undefined ? "" : `/${subresource}`;
  return `${verb} ${resource}${group === "" ? "" : `.${group}`}${suffix}`;
}
