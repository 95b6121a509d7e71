import type { Refusal } from "../gates/gate.ts";
import type { HorizontalPodAutoscaler } from "../kubernetes/objects.ts";

/** Whether an autoscaler knows what it scales by. Absent where there is none. */
export function judgeAutoscaler(
  name: string,
  autoscaler: HorizontalPodAutoscaler | undefined,
): Refusal[] {
  const refuse = (problem: string, fix: string) => [{ item: "step7.3", problem, fix }];
  if (!autoscaler) {
    return refuse(
      `There is no autoscaler ${name}.`,
      "Run `pulumi up --refresh`, which declares it anew.",
    );
  }
  const fix = `See what \`kubectl describe hpa ${name}\` and the log of the metrics server say.`;
  const { conditions = [], currentMetrics = [] } = autoscaler.status ?? {};
  const inactive = conditions.find(
    ({ type, status }) => (type === "ScalingActive" || type === "AbleToScale") && status !== "True",
  );
  if (inactive) {
    const { type, reason = "", message = "" } = inactive;
    return refuse(`Autoscaler ${name} is not ${type}: ${reason}: ${message}.`, fix);
  }
  const wanted = autoscaler.spec?.metrics?.length ?? 0;
  const measured = currentMetrics.filter(({ resource }) => resource?.current !== undefined).length;
  if (!conditions.some(({ type }) => type === "ScalingActive") || measured < wanted) {
    return refuse(`Autoscaler ${name} has ${measured} of ${wanted} metrics.`, fix);
  }
  return [];
}
