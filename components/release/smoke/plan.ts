import type { Step } from "./step.ts";
import { authorization } from "./steps/authorization.ts";
import { certificate } from "./steps/certificate.ts";
import { cleanUp } from "./steps/clean-up.ts";
import { cookies } from "./steps/cookies.ts";
import { create } from "./steps/create.ts";
import { crossOrigin } from "./steps/cross-origin.ts";
import { deletion } from "./steps/delete.ts";
import { edit } from "./steps/edit.ts";
import { errorRate } from "./steps/error-rate.ts";
import { filter } from "./steps/filter.ts";
import { headers } from "./steps/headers.ts";
import { health } from "./steps/health.ts";
import { injection } from "./steps/injection.ts";
import { loginLimit } from "./steps/login-limit.ts";
import { login } from "./steps/login.ts";
import { malformed } from "./steps/malformed.ts";
import { markup } from "./steps/markup.ts";
import { noSecrets } from "./steps/no-secrets.ts";
import { noServerErrors } from "./steps/no-server-errors.ts";
import { pages } from "./steps/pages.ts";
import { reachable } from "./steps/reachable.ts";
import { redirect } from "./steps/redirect.ts";
import { register } from "./steps/register.ts";
import { responseTimes } from "./steps/response-times.ts";
import { samples } from "./steps/samples.ts";
import { statistics } from "./steps/statistics.ts";
import { tokenRequired } from "./steps/token-required.ts";
import { wrongLogin } from "./steps/wrong-login.ts";

/** What is tried of each target, in this order. */
export const plan: readonly Step[] = [
  reachable,
  certificate,
  redirect,
  health,
  pages,
  register,
  login,
  wrongLogin,
  create,
  tokenRequired,
  edit,
  filter,
  statistics,
  authorization,
  deletion,
  malformed,
  injection,
  markup,
  cookies,
  crossOrigin,
  samples,
  cleanUp,
  loginLimit,
  // From here on nothing is sent: what came before is judged.
  headers,
  noServerErrors,
  responseTimes,
  errorRate,
  noSecrets,
];

/** Items of the checklist that the plan decides. */
export const SMOKE_ITEMS: readonly string[] = [
  ...new Set(plan.flatMap(({ checklist }) => checklist)),
];
