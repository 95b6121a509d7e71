import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { childOptions } from "../kubernetes/child-options.ts";
import { instanceLabels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import type { Edge, WorkloadEnd } from "./edges.ts";
import { workloadPolicies } from "./policies.ts";

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  readonly platform: Platform;
  /** Name of each namespace by its key. They are closed in both directions already. */
  readonly namespaces: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of the namespaces as written into selectors, which cannot wait for an object to exist. */
  readonly namespaceNames: Readonly<Record<string, string>>;
  /** Every connection that may be opened. */
  readonly edges: readonly Edge[];
  /** Workloads that talk to nobody. */
  readonly alone: readonly WorkloadEnd[];
}

/** Who may talk to whom. Enforced by the cluster's network plugin, which must support NetworkPolicy. */
export class Network extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:network:Network", name, {}, opts);
    const child = childOptions(this, opts);
    const labels = instanceLabels(args.platform);
    for (const policy of workloadPolicies(args.edges, args.namespaceNames, args.alone)) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${policy.namespace}-${policy.app}`,
        {
          metadata: {
            name: policy.app,
            namespace: args.namespaces[policy.namespace] ?? policy.namespace,
            labels: { ...labels, app: policy.app },
            annotations: {
              "taskflow.com/edges": policy.reasons.join("\n"),
              ...decides("infra.8", "infra.9"),
            },
          },
          spec: policy.spec,
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}
