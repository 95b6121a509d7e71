import { answered, call, listTasks, required, task } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

const FOREIGN = [403, 404];

/** Somebody else neither reads nor changes nor deletes nor lists the task, and then it is as it was. */
export const authorization = everywhere({
  name: "authorization",
  checklist: ["sec.12"],
  needs: ["create", "login"],
  fix: "Take the release back: users see each other's tasks.",
  run: async (context) => {
    const { made } = context;
    const other = required(made.other);
    const [first] = made.tasks;
    if (!first) throw new Error("There is no task to ask for.");
    const path = `/api/tasks/${first.id}`;
    const body = { title: "Smoke: taken" };
    answered(await call(context, "GET", path, { session: other }), ...FOREIGN);
    answered(await call(context, "PUT", path, { session: other, body }), ...FOREIGN);
    answered(await call(context, "DELETE", path, { session: other }), ...FOREIGN);
    const { tasks, exchange } = await listTasks(context, other);
    if (tasks.some(({ id }) => id === first.id)) {
      throw new StepFailure("Somebody else's list has the task.", exchange);
    }
    const read = answered(await call(context, "GET", path, { session: required(made.owner) }), 200);
    if (task(read).title !== first.title) {
      throw new StepFailure("Somebody else has changed the task.", read);
    }
  },
});
