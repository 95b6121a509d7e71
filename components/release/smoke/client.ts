import http from "node:http";
import https from "node:https";
import type { Exchange, SmokeRequest } from "./exchange.ts";
import { OutOfTime, StepFailure } from "./failure.ts";
import type { SmokeInput, Target } from "./input.ts";
import { transfer } from "./transfer.ts";
import { trusting } from "./trusting.ts";
import { within } from "./within.ts";

/** Of one target, beside the samples: a page that refers to files without end must not be followed. */
const MAX_REQUESTS = 300;

/** Below what servers keep idle connections for, so that none is written into while it is closed. */
const IDLE_MILLISECONDS = 3000;

/** Sends requests to one target, and remembers what became of each. */
export class Client {
  readonly record: Exchange[] = [];
  readonly #address: string | undefined;
  readonly #timeouts: SmokeInput["timeouts"];
  readonly #maxRequests: number;
  readonly #interval: number;
  readonly #agents: { readonly http: http.Agent; readonly https: https.Agent };
  #sent = 0;
  #next = 0;
  #deadline: number;

  constructor(target: Target, { timeouts, samples, requestsPerSecond }: SmokeInput) {
    const { address, ca } = target.name === "edge" ? target : {};
    const options = { keepAlive: true, timeout: IDLE_MILLISECONDS };
    this.#address = address;
    this.#timeouts = timeouts;
    this.#maxRequests = MAX_REQUESTS + samples;
    this.#interval = 1000 / requestsPerSecond;
    this.#agents = {
      http: new http.Agent(options),
      https: new https.Agent({ ...options, ...trusting(ca) }),
    };
    this.#deadline = performance.now() + timeouts.targetSeconds * 1000;
  }

  /** Milliseconds until no request is sent any more. */
  get left(): number {
    return this.#deadline - performance.now();
  }

  /** For what must be done although the time is over: as long as one answer may take. */
  extend(): void {
    const extended = performance.now() + this.#timeouts.requestSeconds * 1000;
    this.#deadline = Math.max(this.#deadline, extended);
  }

  /**
   * An answer of any status, or why there is none.
   *
   * @throws OutOfTime when the target's time is over, StepFailure at the limit of requests.
   */
  async send(request: SmokeRequest): Promise<Exchange> {
    if (this.left <= 0) throw this.#outOfTime();
    if (this.#sent >= this.#maxRequests) {
      throw new StepFailure(`The run is at its limit of ${this.#maxRequests} requests.`);
    }
    this.#sent += 1;
    await this.#turn(request);
    const seconds = Math.min(this.#timeouts.requestSeconds, this.left / 1000);
    const signal = within(seconds);
    const at = new Date();
    const started = performance.now();
    const became = await transfer(request, {
      agent: request.url.protocol === "https:" ? this.#agents.https : this.#agents.http,
      address: this.#address,
      signal,
    }).then(
      (answer) => ({ answer }),
      (error: unknown) => ({
        problem: signal.aborted ? `No answer within ${seconds} s.` : messageOf(error),
      }),
    );
    const exchange: Exchange = {
      request,
      at,
      milliseconds: performance.now() - started,
      ...became,
    };
    this.record.push(exchange);
    if (exchange.answer === undefined && this.left <= 0) throw this.#outOfTime(exchange);
    return exchange;
  }

  /** Waits, as long as there is time. */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds > this.left) throw this.#outOfTime();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Keeps the rate, whoever sends at the same time. Logins have a limit of their own, which is there to be reached. */
  async #turn({ kind }: SmokeRequest): Promise<void> {
    if (kind === "login") return;
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#interval;
    if (at > now) await this.pause(at - now);
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #outOfTime(exchange?: Exchange): OutOfTime {
    const { targetSeconds } = this.#timeouts;
    return new OutOfTime(`The ${targetSeconds} s that a target has are over.`, exchange);
  }
}

function messageOf(error: unknown): string {
  // A name with several addresses fails with one error for each, and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(" ");
  return error instanceof Error ? `${error.message}.` : String(error);
}
