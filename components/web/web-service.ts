import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { childOptions } from "../kubernetes/child-options.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { type Workload, labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, type PodArgs, pod } from "../kubernetes/pod.ts";
import { PROGRESS_DEADLINE_SECONDS, rolloutTimeouts } from "../kubernetes/rollout.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import { type Autoscaling, autoscalerSpec } from "./autoscaling.ts";
import { TEMPLATE_HASH, templateHash } from "./template-hash.ts";

/** Arguments of {@link WebService}. */
export interface WebServiceArgs {
  readonly placement: Placement;
  readonly workload: Workload;
  /** The serving container; its first port is the one the Service forwards to. */
  readonly container: ContainerArgs & { readonly ports: Readonly<Record<string, number>> };
  /** Port of the Service. People and other pods type it. */
  readonly servicePort: number;
  readonly autoscaling: Autoscaling;
  /** Seconds from SIGTERM to SIGKILL: drain, longest request, and a margin. */
  readonly terminationGracePeriodSeconds: number;
  readonly metrics?: NonNullable<PodArgs["metrics"]>;
  /** Ids of the checklist that it decides once its pods are ready. */
  readonly checklist: readonly string[];
}

/** Hash of the pods that will be declared: known before anything of the workload is there. */
export function plannedHash(args: WebServiceArgs): pulumi.Output<string> {
  return templateHash(webPod(args, args.workload.app));
}

function webPod(
  args: WebServiceArgs,
  serviceAccountName: pulumi.Input<string>,
  annotations: PodArgs["annotations"] = {},
): ReturnType<typeof pod> {
  return pod({
    placement: args.placement,
    workload: args.workload,
    serviceAccountName,
    containers: [args.container],
    terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
    annotations,
    ...(args.metrics && { metrics: args.metrics }),
  });
}

/** A stateless HTTP workload that is rolled out, drained and scaled without a failed request. */
export class WebService extends pulumi.ComponentResource {
  /** Name of the Service, in the workload's namespace. */
  readonly serviceName: pulumi.Output<string>;
  /** Name of the Deployment. */
  readonly deploymentName: pulumi.Output<string>;
  /** Of its pods: see {@link TEMPLATE_HASH}. */
  readonly templateHash: pulumi.Output<string>;

  constructor(name: string, args: WebServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:web:WebService", name, {}, opts);
    const { placement, workload, container } = args;
    const metadata = {
      name: workload.app,
      namespace: placement.namespace,
      labels: labels(placement.platform, workload),
    };
    const child = childOptions(this, opts);

    const account = serviceAccount(name, placement, workload, child);
    const [portName] = Object.keys(container.ports);
    const service = new k8s.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: selector(workload),
          ports: [{ name: "http", port: args.servicePort, targetPort: portName ?? "http" }],
        },
      },
      child,
    );
    this.templateHash = templateHash(webPod(args, account.metadata.name));
    const deployment = new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { ...metadata, annotations: decides(...args.checklist) },
        spec: {
          // No `replicas`: the autoscaler owns it, and an update must not reset what it decided.
          selector: { matchLabels: selector(workload) },
          minReadySeconds: 10,
          progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
          revisionHistoryLimit: 5,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: webPod(args, account.metadata.name, { [TEMPLATE_HASH]: this.templateHash }),
        },
      },
      { ...child, customTimeouts: rolloutTimeouts(args.autoscaling.maxReplicas) },
    );
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      name,
      {
        metadata: { ...metadata, annotations: decides("infra.4", "step7.1") },
        spec: autoscalerSpec(deployment.metadata.name, args.autoscaling),
      },
      child,
    );
    disruptionBudget(name, placement, workload, child);

    this.serviceName = service.metadata.name;
    this.deploymentName = deployment.metadata.name;
    this.registerOutputs({ serviceName: this.serviceName, deploymentName: this.deploymentName });
  }
}
