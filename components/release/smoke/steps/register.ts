import { answered, enter, session } from "../api.ts";
import type { SmokeContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";
import { windowMilliseconds } from "../window.ts";

/** An account that is new in each run: that there has long been one proves nothing of this release. */
export const register = everywhere({
  name: "register",
  checklist: ["post-func.1"],
  needs: ["health"],
  fix: "Look into the backend's logs of that second.",
  run: async (context) => {
    const { newAccount, made } = context;
    const exchange = await withinLimit(context, () => enter(context, "register", newAccount));
    const begun = answered(exchange, 201);
    made.left.push(newAccount.email);
    made.owner = session(context, begun);
  },
});

/** A run before this one has spent the edge's limit: its window is waited for, once. */
async function withinLimit(
  { client, target, input, progress }: SmokeContext,
  send: () => Promise<Exchange>,
): Promise<Exchange> {
  const exchange = await send();
  if (target.name !== "edge" || exchange.answer?.status !== 429) return exchange;
  const window = windowMilliseconds(input.loginLimit);
  if (window > client.left) {
    throw new StepFailure(
      `The limit of logins was spent before the run, and the time does not suffice to wait for a new ${input.loginLimit.per}.`,
      exchange,
    );
  }
  progress(`edge: the limit of logins is spent; waiting ${window / 1000} s for it`);
  await client.pause(window);
  return send();
}
