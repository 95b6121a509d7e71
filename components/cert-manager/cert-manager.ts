import * as k8s from "@pulumi/kubernetes";
import * as chart from "@pulumi/kubernetes-cert-manager";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ChartSource, RELEASE, type Sizes, chartArgs } from "./values.ts";

/** cert-manager is in the cluster already, looked after by somebody else. */
export interface ExistingCertManager {
  readonly kind: "existing";
}

/** cert-manager is installed with the stack. A cluster can have it only once. */
export interface InstallCertManager {
  readonly kind: "install";
  /** Its own namespace, which exists. The resolver must know the images `cert-manager-*`. */
  readonly placement: Placement;
  /** Version of the chart, with its `v`. It is the version of the images too, so both are changed together. */
  readonly version: string;
  /** Where the chart comes from. Default: the project's repository. */
  readonly source?: ChartSource;
  /** Replicas of controller, webhook and cainjector. Default: 2; while the webhook is away, nothing can be issued. */
  readonly replicas?: number;
  /** What the pods may use. Default: enough for a few hundred certificates. */
  readonly sizes?: Partial<Sizes>;
}

/** Arguments of {@link CertManager}. */
export type CertManagerArgs = InstallCertManager | ExistingCertManager;

/**
 * What issues and renews certificates. To install it, the options must name the Kubernetes provider: the plugin of the
 * chart's package was built with an older SDK and would otherwise want a provider of that version beside ours.
 */
export class CertManager extends pulumi.ComponentResource {
  /**
   * For `dependsOn` of everything with `cert-manager.io` in its apiVersion: its types exist and its webhook answers.
   * Empty for an existing installation, which is known to be there.
   */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: CertManagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:cert-manager:CertManager", name, {}, opts);
    if (args.kind === "existing") {
      this.ready = [];
      this.registerOutputs({});
      return;
    }
    const { placement } = args;
    const child = childOptions(this, opts);
    const release = new chart.CertManager(
      name,
      chartArgs({
        images: placement.platform.image,
        ...(placement.platform.imagePullSecrets && {
          imagePullSecrets: placement.platform.imagePullSecrets,
        }),
        namespace: placement.namespace,
        priorityClass: placement.priorityClass,
        version: args.version,
        replicas: args.replicas ?? 2,
        ...(args.source && { source: args.source }),
        ...(args.sizes && { sizes: args.sizes }),
      }),
      child,
    );
    for (const component of ["controller", "webhook", "cainjector"]) {
      new k8s.policy.v1.PodDisruptionBudget(
        `${name}-${component}`,
        {
          metadata: {
            name: `${RELEASE}-${component}`,
            namespace: placement.namespace,
            labels: labels(placement.platform, {
              app: `${RELEASE}-${component}`,
              component: "certificates",
            }),
          },
          spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: "AlwaysAllow",
            selector: {
              matchLabels: {
                "app.kubernetes.io/instance": RELEASE,
                "app.kubernetes.io/component": component,
              },
            },
          },
        },
        child,
      );
    }
    this.ready = [release];
    this.registerOutputs({ status: release.status });
  }
}
