import { group, required, whole, withDefault } from "./fields.ts";

/** What the smoke test ends with. What it must measure beside this is in `monitoring.slo`. */
export const k6 = group({
  virtualUsers: withDefault(
    whole(1, 100),
    "Users who ask at the same time, each as soon as the last answer has come.",
    10,
  ),
  seconds: withDefault(whole(5, 300), "How long they ask, in seconds.", 30),
  requestsPerSecond: required(
    whole(1, 100_000),
    "Requests a second that must be answered at least. Well below what they come to on a good day, and above what people ask for at the busiest time.",
    200,
  ),
});
