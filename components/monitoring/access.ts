import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { type Workload, labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";

/** One rule of a role. No wildcards: what is read is named. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly ("get" | "list" | "watch")[];
}

export interface AccessArgs {
  readonly placement: Placement;
  readonly workload: Workload;
  readonly serviceAccountName: Input<string>;
}

/** Lets the service account read in one namespace. */
export function readNamespace(
  name: string,
  args: AccessArgs,
  namespace: Input<string>,
  rules: readonly AccessRule[],
  opts: CustomResourceOptions,
): Resource[] {
  // The namespace may be that of others too, of another TaskFlow for one.
  const metadata = { name: nameOf(args), namespace, labels: labelsOf(args) };
  const role = new k8s.rbac.v1.Role(name, { metadata, rules: mutable(rules) }, opts);
  const binding = new k8s.rbac.v1.RoleBinding(
    name,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [subject(args)],
    },
    opts,
  );
  return [role, binding];
}

/** Lets the service account read what belongs to no namespace. */
export function readCluster(
  name: string,
  args: AccessArgs,
  rules: readonly AccessRule[],
  opts: CustomResourceOptions,
): Resource[] {
  const metadata = { name: nameOf(args), labels: labelsOf(args) };
  const role = new k8s.rbac.v1.ClusterRole(name, { metadata, rules: mutable(rules) }, opts);
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    name,
    {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: role.metadata.name,
      },
      subjects: [subject(args)],
    },
    opts,
  );
  return [role, binding];
}

function nameOf({ placement, workload }: AccessArgs): string {
  return `${placement.platform.instance}-${workload.app}`;
}

function labelsOf({ placement, workload }: AccessArgs) {
  return labels(placement.platform, workload);
}

function subject({ placement, serviceAccountName }: AccessArgs) {
  return { kind: "ServiceAccount", name: serviceAccountName, namespace: placement.namespace };
}

function mutable(rules: readonly AccessRule[]) {
  return rules.map(({ apiGroups, resources, verbs }) => ({
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
  }));
}
