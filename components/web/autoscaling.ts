import type { types } from "@pulumi/kubernetes";

/** Bounds and targets of a horizontal autoscaler. */
export interface Autoscaling {
  /** At least 2 where a rollout or a lost node must not be noticed. */
  readonly minReplicas: number;
  /** Greater than the minimum, and within the namespace's quota. */
  readonly maxReplicas: number;
  /** Percent of the requested CPU to aim at. Default: 70, which leaves room until new pods are ready. */
  readonly targetCpuPercent?: number;
  /** Percent of the requested memory to aim at. Default: 80. */
  readonly targetMemoryPercent?: number;
  /**
   * Seconds that a lull must last before it takes replicas away. Default: 300, as Kubernetes has it, so that load that
   * comes and goes by the minute finds its pods still there.
   */
  readonly scaleDownStabilizationSeconds?: number;
}

/** Up at once, down slowly: a spike is answered within a minute, and a short lull takes nothing away. */
export function autoscalerSpec(
  deployment: types.input.autoscaling.v2.CrossVersionObjectReference["name"],
  args: Autoscaling,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: args.minReplicas,
    maxReplicas: args.maxReplicas,
    metrics: [
      utilization("cpu", args.targetCpuPercent ?? 70),
      utilization("memory", args.targetMemoryPercent ?? 80),
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 100, periodSeconds: 30 },
          { type: "Pods", value: 2, periodSeconds: 30 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: args.scaleDownStabilizationSeconds ?? 300,
        selectPolicy: "Min",
        policies: [{ type: "Percent", value: 25, periodSeconds: 60 }],
      },
    },
  };
}

function utilization(
  name: "cpu" | "memory",
  averageUtilization: number,
): types.input.autoscaling.v2.MetricSpec {
  return {
    type: "Resource",
    resource: { name, target: { type: "Utilization", averageUtilization } },
  };
}
