import { answered, call, listTasks, required } from "../api.ts";
import type { SmokeContext } from "../context.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** What a browser sends along with a request of another site's page. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { Origin: "https://smoke.invalid", "Sec-Fetch-Site": "cross-site" },
  { Origin: "https://smoke.invalid" },
  { Origin: "null" },
];

/** With nothing but the cookie: what another page makes a browser send. The own origin's page may. */
export const crossOrigin = everywhere({
  name: "cross-origin",
  checklist: ["sec.16"],
  needs: ["create"],
  fix: "Take the release back: any page can act for whoever visits it.",
  run: async (context) => {
    const session = required(context.made.owner);
    const before = await listTasks(context, session);
    for (const origin of FOREIGN) answered(await send(context, "POST", origin), 400, 403);
    const after = await listTasks(context, session);
    if (after.exchange.answer.body !== before.exchange.answer.body) {
      throw new StepFailure("A page of another origin has changed the tasks.", after.exchange);
    }
    const [origin = {}] = FOREIGN;
    const read = await send(context, "GET", origin);
    if (read.answer?.headers["access-control-allow-origin"] === origin["Origin"]) {
      throw new StepFailure("A page of any other origin may read the tasks.", read);
    }
    answered(await send(context, "POST", { Origin: context.input.publicOrigin }), 201);
  },
});

function send(
  context: SmokeContext,
  method: "GET" | "POST",
  origin: Readonly<Record<string, string>>,
) {
  return call(context, method, "/api/tasks", {
    headers: { Cookie: required(context.made.owner).cookie, ...origin },
    ...(method === "POST" && { body: { title: "Smoke: from a page" } }),
  });
}
