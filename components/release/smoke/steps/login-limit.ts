import { randomBytes } from "node:crypto";
import { enter } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { edgeOnly } from "../step.ts";

/**
 * As many as are allowed, and one more, at the same time: however much of the limit is left, it is spent before it
 * grows again. Last, because nobody gets in afterwards.
 */
export const loginLimit = edgeOnly({
  name: "login limit",
  checklist: ["post-sec.4"],
  needs: ["login"],
  fix: "See whether the edge's route of logins names its rate limit.",
  run: async (context) => {
    const { requests, per } = context.input.loginLimit;
    const nobody = {
      email: `nobody-${randomBytes(6).toString("hex")}@smoke.invalid`,
      password: randomBytes(18).toString("base64url"),
    };
    const exchanges = await Promise.all(
      Array.from({ length: requests + 1 }, () => enter(context, "login", nobody)),
    );
    if (exchanges.some(({ answer }) => answer?.status === 429)) return;
    throw new StepFailure(
      `Of ${requests + 1} logins at once none was answered with 429, although the limit is ${requests} in a ${per}.`,
      exchanges.at(-1),
    );
  },
});
