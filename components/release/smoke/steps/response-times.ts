import { StepFailure } from "../failure.ts";
import { measure } from "../measure.ts";
import { edgeOnly } from "../step.ts";

/** As users wait. The way past the edge leads through the API server, whose time they do not spend. */
export const responseTimes = edgeOnly({
  name: "response times",
  checklist: ["post-perf.1"],
  needs: ["samples"],
  fix: "Look at the dashboards of that time: replicas, throttling, slow statements.",
  run: ({ client, input }) => {
    const { p95Milliseconds } = measure(client.record);
    const limit = input.limits.p95Milliseconds;
    if (p95Milliseconds < limit) return;
    const slowest = client.record
      .filter(({ request }) => request.kind !== "login")
      .toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
    throw new StepFailure(
      `95 of 100 requests took up to ${p95Milliseconds} ms, which is not below ${limit} ms. The slowest:`,
      slowest,
    );
  },
});
