import { answered, nameOf } from "./api.ts";
import type { Exchange } from "./exchange.ts";
import { StepFailure } from "./failure.ts";

/**
 * Holds when nobody was let in.
 *
 * @throws StepFailure for another status than these, and for a cookie whatever the status.
 */
export function refusedLogin(exchange: Exchange, ...statuses: readonly number[]): void {
  const { request, answer } = answered(exchange, ...statuses);
  if (answer.headers["set-cookie"]) {
    throw new StepFailure(
      `${nameOf(request)} was refused and set a cookie all the same.`,
      exchange,
    );
  }
}
