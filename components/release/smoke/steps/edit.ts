import { answered, call, required, task } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Changed, and read back by a request of its own. */
export const edit = everywhere({
  name: "edit",
  checklist: ["post-func.4", "step5.3"],
  needs: ["create"],
  fix: "Look into the backend's logs of that second.",
  run: async (context) => {
    const session = required(context.made.owner);
    const [first, ...others] = context.made.tasks;
    if (!first) throw new Error("There is no task to edit.");
    const path = `/api/tasks/${first.id}`;
    const changed = { title: "Smoke: write it down", status: "done" };
    answered(await call(context, "PUT", path, { session, body: changed }), 200);
    const read = answered(await call(context, "GET", path, { session }), 200);
    const edited = task(read);
    if (edited.title !== changed.title || edited.status !== changed.status) {
      throw new StepFailure(
        `The task was read as "${edited.title}" of status ${edited.status} after it was edited.`,
        read,
      );
    }
    context.made.tasks = [edited, ...others];
  },
});
