import { answered, call, enter, logout, session } from "../api.ts";
import { everywhere } from "../step.ts";

/** The account of the Secret, which the first run registers. */
export const login = everywhere({
  name: "login",
  checklist: ["step5.2", "post-func.2", "sec.11"],
  needs: ["health"],
  fix: "See whether the smoke user's Secret has the password that the account was registered with.",
  run: async (context) => {
    const { user, made } = context;
    let exchange = await enter(context, "login", user);
    if (exchange.answer?.status === 401) {
      const first = session(context, answered(await enter(context, "register", user), 201));
      await logout(context, first);
      exchange = await enter(context, "login", user);
    }
    made.other = session(context, answered(exchange, 200));
    answered(await call(context, "GET", "/api/tasks", { session: made.other }), 200);
  },
});
