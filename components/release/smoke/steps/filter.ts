import { listTasks, nameOf, required } from "../api.ts";
import type { Task } from "../context.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Each filter against what it should have left. */
const FILTERS: Readonly<Record<string, (task: Task) => boolean>> = {
  "?status=done": ({ status }) => status === "done",
  "?status=open": ({ status }) => status === "open",
  "?priority=high": ({ priority }) => priority === "high",
  "?search=DOWN": ({ title }) => title.toUpperCase().includes("DOWN"),
  "": () => true,
};

export const filter = everywhere({
  name: "filter",
  checklist: ["post-func.6", "step5.3"],
  needs: ["edit"],
  fix: "Look at how the backend filters tasks.",
  run: async (context) => {
    const { made } = context;
    for (const [query, matches] of Object.entries(FILTERS)) {
      const { tasks, exchange } = await listTasks(context, required(made.owner), query);
      const ids = (of: readonly Task[]) => of.map(({ id }) => id).sort();
      const wanted = ids(made.tasks.filter(matches));
      if (ids(tasks).join() !== wanted.join()) {
        throw new StepFailure(
          `${nameOf(exchange.request)} shows tasks ${ids(tasks).join(", ") || "none"} instead of ${wanted.join(", ") || "none"}.`,
          exchange,
        );
      }
    }
  },
});
