import { newAccount, type Account } from "./accounts.ts";
import { Client } from "./client.ts";
import type { SmokeContext } from "./context.ts";
import type { Exchange } from "./exchange.ts";
import { OutOfTime, StepFailure } from "./failure.ts";
import type { SmokeInput, Target } from "./input.ts";
import { type Measured, measure } from "./measure.ts";
import { plan } from "./plan.ts";
import type { Secrets } from "./secrets.ts";
import type { Step } from "./step.ts";

/** A step that was done. */
export interface StepResult {
  readonly name: string;
  readonly checklist: readonly string[];
  readonly ok: boolean;
  readonly milliseconds: number;
}

/** What became of one target. */
export interface TargetResult extends Measured {
  readonly name: Target["name"];
  readonly steps: readonly StepResult[];
  /** Addresses of accounts that the application has no way to end. */
  readonly left: readonly string[];
}

/** A step that does not hold, and why. */
export interface Failed {
  readonly step: Step;
  readonly failure: StepFailure;
}

/** Tries the plan on one target. */
export async function runTarget(
  target: Target,
  given: {
    readonly input: SmokeInput;
    readonly user: Account;
    readonly secrets: Secrets;
    readonly progress: (line: string) => void;
  },
): Promise<{ readonly result: TargetResult; readonly failed: readonly Failed[] }> {
  const client = new Client(target, given.input);
  const blamed = new Set<Exchange>();
  const context: SmokeContext = {
    ...given,
    target,
    client,
    blamed,
    newAccount: newAccount(given.user, given.secrets),
    made: { tasks: [], left: [] },
  };
  const steps: StepResult[] = [];
  const failed: Failed[] = [];
  /** Those that failed, and those that were left out for it. */
  const missing = new Set<string>();
  let outOfTime = false;
  try {
    for (const step of plan) {
      if (step.on === "edge" && target.name !== "edge") continue;
      const lacks = step.needs.find((name) => missing.has(name));
      if (step.always !== true && (lacks !== undefined || outOfTime)) {
        missing.add(step.name);
        given.progress(`${target.name}: ${step.name} left out, for ${lacks ?? "lack of time"}`);
        continue;
      }
      const started = performance.now();
      const failure = await attempt(step, context);
      const milliseconds = Math.round(performance.now() - started);
      steps.push({ name: step.name, checklist: step.checklist, ok: !failure, milliseconds });
      given.progress(
        `${target.name}: ${step.name} ${failure ? "FAILED" : "holds"} (${milliseconds} ms)`,
      );
      if (!failure) continue;
      missing.add(step.name);
      failed.push({ step, failure });
      if (failure.exchange) blamed.add(failure.exchange);
      outOfTime ||= failure instanceof OutOfTime;
    }
  } finally {
    client.close();
  }
  const { left } = context.made;
  return { result: { name: target.name, ...measure(client.record), steps, left }, failed };
}

async function attempt(step: Step, context: SmokeContext): Promise<StepFailure | undefined> {
  try {
    if (step.on === "all") await step.run(context);
    else if (isEdge(context)) await step.run(context);
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) return error;
    throw error;
  }
}

function isEdge(
  context: SmokeContext,
): context is Parameters<Extract<Step, { on: "edge" }>["run"]>[0] {
  return context.target.name === "edge";
}
