import { readSecretFiles, smokeUser } from "../smoke/accounts.ts";
import { type SmokeInput, parseSmokeInput } from "../smoke/input.ts";
import { SMOKE_ITEMS } from "../smoke/plan.ts";
import { type Failed, type TargetResult, runTarget } from "../smoke/run-target.ts";
import { Secrets } from "../smoke/secrets.ts";
import { printable, transcript } from "../smoke/transcript.ts";
import { type Gate, type Refusal, Refused } from "./gate.ts";

/** What every target has shown. */
export interface SmokeResult {
  readonly targets: readonly TargetResult[];
}

/** Tries the release as its users would, and as those would who should not get in. */
export const smokeGate: Gate<SmokeInput, SmokeResult> = {
  name: "smoke",
  checklist: SMOKE_ITEMS,
  parse: parseSmokeInput,
  run: async (input, { progress }) => {
    const secrets = new Secrets();
    const user = await smokeUser(input.user, secrets);
    await readSecretFiles(input.secretFiles, secrets);
    const targets: TargetResult[] = [];
    for (const target of input.targets) {
      const { result, failed } = await runTarget(target, { input, user, secrets, progress });
      if (failed.length > 0) {
        throw new Refused(failed.map((each) => refusal(target.name, each, secrets)));
      }
      targets.push(result);
    }
    return { targets };
  },
};

function refusal(target: string, { step, failure }: Failed, secrets: Secrets): Refusal {
  const [item] = step.checklist;
  const message = printable(secrets.mask(failure.message));
  const shown = failure.exchange ? `\n${transcript(failure.exchange, secrets)}.` : "";
  return { item, problem: `${step.name} (${target}): ${message}${shown}`, fix: step.fix };
}
