import { answered, call, listTasks, required } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Deleted, and neither read nor listed any more. */
export const deletion = everywhere({
  name: "delete",
  checklist: ["post-func.5", "step5.3"],
  needs: ["create"],
  fix: "Look into the backend's logs of that second.",
  run: async (context) => {
    const session = required(context.made.owner);
    const last = context.made.tasks.at(-1);
    if (!last) throw new Error("There is no task to delete.");
    const path = `/api/tasks/${last.id}`;
    answered(await call(context, "DELETE", path, { session }), 200, 204);
    answered(await call(context, "GET", path, { session }), 404, 410);
    const { tasks, exchange } = await listTasks(context, session);
    if (tasks.some(({ id }) => id === last.id)) {
      throw new StepFailure("The task is still listed after it was deleted.", exchange);
    }
  },
});
