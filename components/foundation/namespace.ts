import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { instanceLabels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import { denyAll } from "../network/policies.ts";
import { type PodSecurityLevel, podSecurityLabels } from "./pod-security.ts";
import { type Quota, limitRangeSpec, quotaSpec } from "./quota.ts";

/** What all namespaces of a stack have in common. */
export interface NamespaceDefaults {
  readonly platform: Platform;
  /** Version of the Pod Security Standards (`v1.36`), pinned so that an upgrade of the cluster changes no verdict. */
  readonly podSecurityVersion: string;
  /** Whether the engine refuses to delete them, which would delete all they contain. */
  readonly protect: boolean;
}

/** One namespace. */
export interface NamespaceArgs {
  /** People type it. */
  readonly name: string;
  /** Level that the API server enforces. `restricted` everywhere but for agents that must see the node. */
  readonly podSecurity: PodSecurityLevel;
  /** What all pods of the namespace may ask for together. */
  readonly quota: Quota;
}

/**
 * A namespace with its limits, closed in both directions. Its name is known to depend on them: no pod may come
 * before its quota, nor before nobody may talk to it.
 */
export function limitedNamespace(
  name: string,
  args: NamespaceDefaults & NamespaceArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const labels = instanceLabels(args.platform);
  const { metadata } = new k8s.core.v1.Namespace(
    name,
    {
      metadata: {
        name: args.name,
        labels: { ...labels, ...podSecurityLabels(args.podSecurity, args.podSecurityVersion) },
        annotations: decides("infra.2", "step4.1"),
      },
    },
    { ...opts, protect: args.protect },
  );
  const inside = { namespace: metadata.name, labels };
  const quota = new k8s.core.v1.ResourceQuota(
    name,
    {
      metadata: { ...inside, name: "quota", annotations: decides("infra.3") },
      spec: quotaSpec(args.quota),
    },
    opts,
  );
  const limits = new k8s.core.v1.LimitRange(
    name,
    {
      metadata: { ...inside, name: "limits", annotations: decides("infra.3") },
      spec: limitRangeSpec(args.quota),
    },
    opts,
  );
  const closed = new k8s.networking.v1.NetworkPolicy(
    name,
    {
      metadata: { ...inside, name: "deny-all", annotations: decides("infra.8", "infra.9") },
      spec: denyAll,
    },
    opts,
  );
  return pulumi
    .all([metadata.name, quota.metadata.name, limits.metadata.name, closed.metadata.name])
    .apply(([known]) => known);
}
