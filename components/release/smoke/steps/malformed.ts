import { type Call, answered, call, listTasks, required } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** The statuses that say what is wrong with a request, and not that nobody may send it. */
const CLIENT_ERRORS = [400, 404, 405, 409, 413, 415, 422];

const BODIES: readonly unknown[] = [
  "{",
  "null",
  "[]",
  '"title"',
  {},
  { title: 1 },
  { title: "" },
  { title: ["Smoke"] },
  { title: "x".repeat(100_000) },
  { title: "\0" },
  '{"title": "\\ud800"}',
  { title: "Smoke", status: "lost" },
  { title: "Smoke", priority: { $gt: "" } },
];

const PATHS = [
  "/api/tasks/%ff",
  "/api/tasks/1%27",
  "/api/tasks/99999999999999999999",
  "/api/tasks?status=%27",
];

/** What no page sends is refused as a mistake, and leaves nothing behind. */
export const malformed = everywhere({
  name: "malformed",
  checklist: ["sec.13"],
  needs: ["create"],
  fix: "Look at what the backend checks before it uses a request.",
  run: async (context) => {
    const session = required(context.made.owner);
    const before = await listTasks(context, session);
    const refused = async (method: string, path: string, given: Call) => {
      answered(await call(context, method, path, given), ...CLIENT_ERRORS);
    };
    for (const body of BODIES) await refused("POST", "/api/tasks", { session, body });
    const headers = { "Content-Type": "text/plain" };
    await refused("POST", "/api/tasks", { session, body: '{"title": "Smoke"}', headers });
    await refused("PUT", `/api/tasks/${context.made.tasks[0]?.id ?? ""}`, { session, body: "{" });
    await refused("POST", "/api/auth/login", { body: { email: { $gt: "" }, password: [] } });
    for (const path of PATHS) await refused("GET", path, { session });
    const after = await listTasks(context, session);
    if (after.exchange.answer.body !== before.exchange.answer.body) {
      throw new StepFailure("A malformed request has changed the tasks.", after.exchange);
    }
  },
});
