import { answered, call, enter, listTasks, nameOf, required } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { refusedLogin } from "../refused-login.ts";
import { everywhere } from "../step.ts";

const PROBES = [
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; DELETE FROM task; --",
  "\\'; DROP TABLE task; --",
  "' UNION SELECT id, email, password FROM account --",
];

/** No probe gets in, sees anything or changes anything. */
export const injection = everywhere({
  name: "injection",
  checklist: ["sec.14"],
  needs: ["create", "login"],
  fix: "Take the release back: what users type reaches the database as a statement.",
  run: async (context) => {
    const { user, made } = context;
    const session = required(made.owner);
    const before = await listTasks(context, session);
    const [probe = ""] = PROBES;
    for (const account of [
      { email: `${user.email}' --`, password: probe },
      { ...user, password: probe },
    ]) {
      refusedLogin(await enter(context, "login", account), 400, 401, 422);
    }
    for (const text of PROBES) {
      for (const field of ["search", "status"]) {
        const query = new URLSearchParams({ [field]: text });
        const exchange = answered(
          await call(context, "GET", `/api/tasks?${query.toString()}`, { session }),
          ...[200, 400, 422],
        );
        if (exchange.answer.status === 200 && exchange.answer.body !== '{"tasks":[]}') {
          throw new StepFailure(`${nameOf(exchange.request)} shows something.`, exchange);
        }
      }
    }
    const after = await listTasks(context, session);
    if (after.exchange.answer.body !== before.exchange.answer.body) {
      throw new StepFailure("A probe has changed the tasks.", after.exchange);
    }
  },
});
