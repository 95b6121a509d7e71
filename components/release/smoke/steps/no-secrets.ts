import { nameOf } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Every answer of the run, whatever else is wrong with it. */
export const noSecrets = everywhere({
  name: "no secrets",
  checklist: ["post-sec.5"],
  needs: [],
  always: true,
  fix: "Take the release back, and rotate what was shown.",
  run: ({ client, secrets }) => {
    for (const exchange of client.record) {
      const [shown] = secrets.shownBy(exchange);
      if (shown !== undefined) {
        throw new StepFailure(`${nameOf(exchange.request)} shows the ${shown}.`, exchange);
      }
    }
  },
});
