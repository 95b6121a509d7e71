import { answered, call, createTask, required, task } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

const TASKS = [
  { title: "Smoke: write", priority: "high" },
  { title: "Smoke: read", priority: "medium" },
] as const;

/** Written, and read back by a request of its own. */
export const create = everywhere({
  name: "create",
  checklist: ["post-func.3", "step5.5", "step5.3"],
  needs: ["register"],
  fix: "Look into the backend's logs of that second.",
  run: async (context) => {
    const owner = required(context.made.owner);
    for (const body of TASKS) {
      const { id } = await createTask(context, owner, body);
      const read = answered(
        await call(context, "GET", `/api/tasks/${id}`, { session: owner }),
        200,
      );
      const { title, priority, status } = task(read);
      if (title !== body.title || priority !== body.priority) {
        throw new StepFailure(`The task was read as "${title}" of priority ${priority}.`, read);
      }
      context.made.tasks.push({ id, title, priority, status });
    }
  },
});
