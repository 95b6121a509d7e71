/** Something that may be done with a kind of object in a namespace. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

/**
 * What the gates do in the cluster beside what the engine does: found missing in the middle of a release, it would be
 * found too late.
 */
export const RIGHTS: readonly Right[] = [
  ...["get", "list", "watch"].map((verb) => ({ verb, group: "apps", resource: "deployments" })),
  { verb: "patch", group: "apps", resource: "deployments" },
  { verb: "list", group: "apps", resource: "replicasets" },
  { verb: "get", group: "autoscaling", resource: "horizontalpodautoscalers" },
  // Who goes back may have to stop what serves, and to start it again.
  { verb: "patch", group: "apps", resource: "deployments", subresource: "scale" },
  { verb: "list", group: "autoscaling", resource: "horizontalpodautoscalers" },
  { verb: "get", group: "batch", resource: "cronjobs" },
  ...["create", "list", "watch", "delete"].map((verb) => ({
    verb,
    group: "batch",
    resource: "jobs",
  })),
  // What is recorded of a release.
  ...["get", "create", "list", "delete"].map((verb) => ({
    verb,
    group: "",
    resource: "configmaps",
  })),
  { verb: "list", group: "discovery.k8s.io", resource: "endpointslices" },
  { verb: "get", group: "", resource: "secrets" },
  ...["get", "list", "watch"].map((verb) => ({ verb, group: "", resource: "pods" })),
  { verb: "get", group: "", resource: "pods", subresource: "log" },
  ...["list", "watch"].map((verb) => ({ verb, group: "", resource: "events" })),
  // A request for a WebSocket is a GET; from 1.35 on the server asks for `create` too.
  { verb: "get", group: "", resource: "pods", subresource: "portforward" },
  { verb: "create", group: "", resource: "pods", subresource: "portforward" },
];

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
