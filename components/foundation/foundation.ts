import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { instanceLabels } from "../kubernetes/labels.ts";
import { type NamespaceArgs, type NamespaceDefaults, limitedNamespace } from "./namespace.ts";
import { type PriorityTier, priorities } from "./priorities.ts";

/** Arguments of {@link Foundation}. */
export interface FoundationArgs<Name extends string> extends NamespaceDefaults {
  readonly namespaces: Readonly<Record<Name, NamespaceArgs>>;
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

    this.priorityClasses = mapValues(priorities, ({ value, description }, tier) => {
      const priorityClass = new k8s.scheduling.v1.PriorityClass(
        `${name}-priority-${tier}`,
        {
          metadata: { name: `${platform.instance}-${tier}`, labels: instanceLabels(platform) },
          value,
          description,
          // Rather wait for room than push out a neighbour's pods.
          preemptionPolicy: tier === "database" ? "PreemptLowerPriority" : "Never",
        },
        child,
      );
      return priorityClass.metadata.name;
    });

    this.namespaces = mapValues(args.namespaces, (namespace, key) =>
      limitedNamespace(`${name}-${key}`, { ...args, ...namespace }, child),
    );

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
