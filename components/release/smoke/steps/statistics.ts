import * as z from "zod/mini";
import { answered, call, json, required } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

const shape = z.object({ total: z.number(), byStatus: z.record(z.string(), z.number()) });

/** The account is new, so what it has is what was created. */
export const statistics = everywhere({
  name: "statistics",
  checklist: ["post-func.7", "step5.3"],
  needs: ["edit"],
  fix: "Look at how the backend counts tasks.",
  run: async (context) => {
    const { made } = context;
    const session = required(made.owner);
    const exchange = answered(await call(context, "GET", "/api/statistics", { session }), 200);
    const { total, byStatus } = json(shape, exchange);
    const counted = (status: string) => made.tasks.filter((task) => task.status === status).length;
    const statuses = new Set([...Object.keys(byStatus), ...made.tasks.map(({ status }) => status)]);
    const wrong = [...statuses].find((status) => (byStatus[status] ?? 0) !== counted(status));
    if (total !== made.tasks.length) {
      throw new StepFailure(
        `The statistics count ${total} tasks instead of ${made.tasks.length}.`,
        exchange,
      );
    }
    if (wrong !== undefined) {
      throw new StepFailure(
        `The statistics count ${byStatus[wrong] ?? 0} tasks of status ${wrong} instead of ${counted(wrong)}.`,
        exchange,
      );
    }
  },
});
