import { answered, call } from "../api.ts";
import type { SmokeContext } from "../context.ts";
import { everywhere } from "../step.ts";

/** Every route of the tasks, without a token and with one that nobody was given. */
export const tokenRequired = everywhere({
  name: "token required",
  checklist: ["sec.11"],
  needs: ["create"],
  fix: "Take the release back: tasks can be reached without a login.",
  run: async (context) => {
    for (const [method, path, body] of routes(context)) {
      answered(await call(context, method, path, { ...(body && { body }) }), 401);
    }
    const headers = { Authorization: "Bearer nobody-was-given-this" };
    answered(await call(context, "GET", "/api/tasks", { headers }), 401);
  },
});

function routes({ made }: SmokeContext): [method: string, path: string, body?: object][] {
  const one = `/api/tasks/${made.tasks[0]?.id ?? ""}`;
  return [
    ["GET", "/api/tasks"],
    ["POST", "/api/tasks", { title: "Smoke: nobody's" }],
    ["GET", one],
    ["PUT", one, { title: "Smoke: nobody's" }],
    ["DELETE", one],
    ["GET", "/api/statistics"],
  ];
}
