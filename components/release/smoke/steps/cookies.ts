import { required } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { everywhere } from "../step.ts";

/** No script reads the session's cookie, no plain connection carries it, no other site's page sends it. */
const FLAGS: readonly (readonly [string, RegExp])[] = [
  ["HttpOnly", /^HttpOnly$/i],
  ["Secure", /^Secure$/i],
  ["SameSite", /^SameSite=(?:Strict|Lax)$/i],
];

export const cookies = everywhere({
  name: "cookies",
  checklist: ["sec.16"],
  needs: ["register"],
  fix: "See where the backend sets its cookie.",
  run: ({ made }) => {
    const { begunBy } = required(made.owner);
    const set = begunBy.answer.headers["set-cookie"] ?? [];
    if (set.length === 0) throw new StepFailure("A login sets no cookie.", begunBy);
    for (const cookie of set) {
      const [pair = "", ...attributes] = cookie.split(/;\s*/);
      const lacking = FLAGS.filter(([, flag]) => !attributes.some((each) => flag.test(each)));
      if (lacking.length > 0) {
        const names = lacking.map(([name]) => name).join(", ");
        throw new StepFailure(`The cookie ${pair.split("=")[0] ?? ""} lacks ${names}.`, begunBy);
      }
    }
  },
});
