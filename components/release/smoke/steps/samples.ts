import { call, required } from "../api.ts";
import { everywhere } from "../step.ts";

const READS = ["/api/tasks", "/api/statistics", "/health"];

/** Sent whether the last was answered or not, as users would. What came of them others judge. */
export const samples = everywhere({
  name: "samples",
  checklist: ["step5.3"],
  needs: ["create"],
  fix: "Look into the backend's logs of that time.",
  run: async (context) => {
    const session = required(context.made.owner);
    const sent = Array.from({ length: context.input.samples }, (_, index) =>
      call(context, "GET", READS[index % READS.length] ?? "", { session }),
    );
    // None is on its way any more when the next step begins.
    await Promise.allSettled(sent);
    await Promise.all(sent);
  },
});
