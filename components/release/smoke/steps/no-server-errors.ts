import { nameOf } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Of the answers that no step has failed for: what one of several pods does wrong now and then. */
export const noServerErrors = everywhere({
  name: "no server errors",
  checklist: ["step5.7"],
  needs: ["samples"],
  fix: "Look into the backend's logs of that second.",
  run: ({ client, blamed }) => {
    const failed = client.record.filter(
      (exchange) => (exchange.answer?.status ?? 0) >= 500 && !blamed.has(exchange),
    );
    const [first] = failed;
    if (!first) return;
    throw new StepFailure(
      `${failed.length} of ${client.record.length} requests were answered with 500 or above, the first ${nameOf(first.request)}.`,
      first,
    );
  },
});
