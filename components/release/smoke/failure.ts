import type { Exchange } from "./exchange.ts";

/** A step that does not hold. The message is a sentence, and may still contain secrets. */
export class StepFailure extends Error {
  readonly exchange: Exchange | undefined;

  constructor(message: string, exchange?: Exchange) {
    super(message);
    this.name = "StepFailure";
    this.exchange = exchange;
  }
}

/** There is no time for any further step. */
export class OutOfTime extends StepFailure {}
