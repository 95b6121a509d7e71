import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import type { Platform } from "../kubernetes/platform.ts";
import { type PodSecurityLevel, podSecurityLabels } from "./pod-security.ts";
import { type PriorityTier, priorities } from "./priorities.ts";
import { type Quota, limitRangeSpec, quotaSpec } from "./quota.ts";

/** One namespace. */
export interface NamespaceArgs {
  /** People type it. */
  readonly name: string;
  /** Level that the API server enforces. `restricted` everywhere but for agents that must see the node. */
  readonly podSecurity: PodSecurityLevel;
  /** What all pods of the namespace may ask for together. */
  readonly quota: Quota;
}

/** Arguments of {@link Foundation}. */
export interface FoundationArgs<Name extends string> {
  readonly platform: Platform;
  readonly namespaces: Readonly<Record<Name, NamespaceArgs>>;
  /** Version of the Pod Security Standards (`v1.36`), pinned so that an upgrade of the cluster changes no verdict. */
  readonly podSecurityVersion: string;
  /** Whether the engine refuses to delete the namespaces, which would delete all they contain. */
  readonly protect: boolean;
}

/** The ground that everything stands on: namespaces with their limits, and the order of importance of pods. */
export class Foundation<Name extends string> extends pulumi.ComponentResource {
  /** Name of each namespace, known to depend on its quota and limits: no pod may come before them. */
  readonly namespaces: Readonly<Record<Name, pulumi.Output<string>>>;
  /** Name of each PriorityClass. */
  readonly priorityClasses: Readonly<Record<PriorityTier, pulumi.Output<string>>>;

  constructor(name: string, args: FoundationArgs<Name>, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:foundation:Foundation", name, {}, opts);
    const child = childOptions(this, opts);
    const { platform } = args;
    const common = {
      "app.kubernetes.io/instance": platform.instance,
      "app.kubernetes.io/part-of": "taskflow",
      "app.kubernetes.io/managed-by": "pulumi",
    };

    this.priorityClasses = mapValues(priorities, ({ value, description }, tier) => {
      const priorityClass = new k8s.scheduling.v1.PriorityClass(
        `${name}-priority-${tier}`,
        {
          metadata: { name: `${platform.instance}-${tier}`, labels: common },
          value,
          description,
          // Rather wait for room than push out a neighbour's pods.
          preemptionPolicy: tier === "database" ? "PreemptLowerPriority" : "Never",
        },
        child,
      );
      return priorityClass.metadata.name;
    });

    this.namespaces = mapValues(args.namespaces, (namespace, key) => {
      const { metadata } = new k8s.core.v1.Namespace(
        `${name}-${key}`,
        {
          metadata: {
            name: namespace.name,
            labels: {
              ...common,
              ...podSecurityLabels(namespace.podSecurity, args.podSecurityVersion),
            },
          },
        },
        { ...child, protect: args.protect },
      );
      const inside = { namespace: metadata.name, labels: common };
      const quota = new k8s.core.v1.ResourceQuota(
        `${name}-${key}`,
        { metadata: { ...inside, name: "quota" }, spec: quotaSpec(namespace.quota) },
        child,
      );
      const limits = new k8s.core.v1.LimitRange(
        `${name}-${key}`,
        { metadata: { ...inside, name: "limits" }, spec: limitRangeSpec(namespace.quota) },
        child,
      );
      return pulumi
        .all([metadata.name, quota.metadata.name, limits.metadata.name])
        .apply(([known]) => known);
    });

    this.registerOutputs({ namespaces: this.namespaces, priorityClasses: this.priorityClasses });
  }
}

function mapValues<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  map: (value: V, key: K) => R,
): Record<K, R> {
  return Object.fromEntries(
    Object.entries<V>(record).map(([key, value]) => [key, map(value, key as K)]),
  ) as Record<K, R>;
}
