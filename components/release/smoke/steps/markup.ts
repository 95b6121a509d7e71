import { answered, call, createTask, nameOf, required, task } from "../api.ts";
import type { SmokeContext } from "../context.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** Nothing happens should it ever run. */
const MARKUP = `<img src="x" onerror="void 'smoke'">`;

/** What may start a script: not a word of it may be in the page as it is. */
const OPENED = '<img src="x" onerror=';

/** Markup in a task comes back as data, no page has it as markup, and each page has a policy for the day one does. */
export const markup = everywhere({
  name: "markup",
  checklist: ["sec.15"],
  needs: ["create", "pages"],
  fix: "Take the release back if markup of users is in a page; else see who should send the policy.",
  run: async (context) => {
    const session = required(context.made.owner);
    const { id } = await createTask(context, session, { title: MARKUP });
    const read = answered(await call(context, "GET", `/api/tasks/${id}`, { session }), 200);
    const type = read.answer.headers["content-type"] ?? "nothing";
    if (!/^application\/json\b/i.test(type)) {
      throw new StepFailure(`${nameOf(read.request)} is ${type}, which a browser may show.`, read);
    }
    if (task(read).title !== MARKUP) {
      throw new StepFailure("Markup in a title came back as something else.", read);
    }
    for (const path of context.input.pages) await pageWithout(context, path, session.cookie);
  },
});

async function pageWithout({ client, target }: SmokeContext, path: string, cookie: string) {
  const url = new URL(path, target.pages);
  url.searchParams.set("search", MARKUP);
  const page = answered(
    await client.send({ method: "GET", url, kind: "page", headers: { Cookie: cookie } }),
    200,
  );
  if (page.answer.body.includes(OPENED)) {
    throw new StepFailure(`${url.pathname} has markup that a user typed.`, page);
  }
  if (!page.answer.headers["content-security-policy"]) {
    throw new StepFailure(`${url.pathname} has no Content-Security-Policy.`, page);
  }
}
