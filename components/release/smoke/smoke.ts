import type { Refusal } from "../gates/gate.ts";
import type { Account } from "./accounts.ts";
import type { SmokeInput } from "./input.ts";
import { type Failed, type TargetResult, runTarget } from "./run-target.ts";
import type { Secrets } from "./secrets.ts";
import { printable, transcript } from "./transcript.ts";

/** Who tries, and what it must not say. */
export interface SmokeGiven {
  /** The account that the run logs in with. It is registered when there is none yet. */
  readonly user: Account;
  /** What no response may show. */
  readonly secrets: Secrets;
  readonly progress: (line: string) => void;
}

/** What has become of it. */
export interface Smoked {
  readonly targets: readonly TargetResult[];
  /** Of the first target that fails; empty when all hold. */
  readonly refusals: readonly Refusal[];
}

/** Tries a release as its users would, and as those would who should not get in. */
export async function smoke(input: SmokeInput, given: SmokeGiven): Promise<Smoked> {
  const targets: TargetResult[] = [];
  for (const target of input.targets) {
    const { result, failed } = await runTarget(target, { input, ...given });
    targets.push(result);
    if (failed.length > 0) {
      const refusals = failed.map((each) => refusal(target.name, each, given.secrets));
      return { targets, refusals };
    }
  }
  return { targets, refusals: [] };
}

function refusal(target: string, { step, failure }: Failed, secrets: Secrets): Refusal {
  const [item] = step.checklist;
  const message = printable(secrets.mask(failure.message));
  const shown = failure.exchange ? `\n${transcript(failure.exchange, secrets)}.` : "";
  return { item, problem: `${step.name} (${target}): ${message}${shown}`, fix: step.fix };
}
