import { answered, call, listTasks, logout } from "../api.ts";
import type { Session, SmokeContext } from "../context.ts";
import { everywhere } from "../step.ts";

/** For an application that has no way to end an account. */
const NO_SUCH_ROUTE = [404, 405];

/** Nothing of the run stays: tasks, account, sessions. */
export const cleanUp = everywhere({
  name: "clean-up",
  checklist: ["post-func.5"],
  needs: [],
  always: true,
  fix: "Delete by hand what the run has left.",
  run: async (context) => {
    const { client, made } = context;
    client.extend();
    if (made.owner) await endAccount(context, made.owner);
    if (made.other) {
      await logout(context, made.other);
      answered(await call(context, "GET", "/api/tasks", { session: made.other }), 401);
    }
  },
});

async function endAccount(context: SmokeContext, owner: Session): Promise<void> {
  const { made, newAccount } = context;
  const { tasks } = await listTasks(context, owner);
  for (const { id } of tasks) {
    answered(await call(context, "DELETE", `/api/tasks/${id}`, { session: owner }), 200, 204);
  }
  const ended = answered(
    await call(context, "DELETE", "/api/account", { session: owner }),
    ...[200, 204, ...NO_SUCH_ROUTE],
  );
  if (!NO_SUCH_ROUTE.includes(ended.answer.status)) {
    made.left = made.left.filter((email) => email !== newAccount.email);
  }
}
