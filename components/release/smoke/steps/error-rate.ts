import { StepFailure } from "../failure.ts";
import { isError, measure } from "../measure.ts";
import { everywhere } from "../step.ts";

export const errorRate = everywhere({
  name: "error rate",
  checklist: ["post-perf.2"],
  needs: ["samples"],
  fix: "Look at the pods: restarts, lost connections, readiness.",
  run: ({ client, input }) => {
    const measured = measure(client.record);
    if (measured.errorRate < input.limits.errorRate) return;
    throw new StepFailure(
      `${percent(measured.errorRate)} of ${measured.requests} requests failed, which is not below ${percent(input.limits.errorRate)}. One of them:`,
      client.record.find(isError),
    );
  },
});

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
