import { messageOf } from "../evidence/words.ts";
import type { Ending, Recorder, Recording } from "../record/recorder.ts";
import { FIRST_GATE } from "../record/attempt.ts";
import { type Gate, Refused } from "./gate.ts";

/** Where a gate reads and writes. */
export interface Streams {
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** Standard output: the result alone. */
  readonly output: (text: string) => void;
  /** Standard error: progress, and why the release stops. */
  readonly errors: (text: string) => void;
}

/** Where it is recorded what a gate has done, or why it is not. */
export type Recorded = { readonly attempt: string } | { readonly problem: string };

/**
 * Runs one gate.
 *
 * @param recorder keeps what becomes of it. Absent where nothing is recorded.
 * @returns the exit code: 0 it holds, 1 the release is refused, 2 it was called wrongly, 3 it could not be decided.
 */
export async function runGate(
  gates: readonly Gate<unknown, unknown>[],
  name: string | undefined,
  { input, output, errors }: Streams,
  recorder?: Recorder,
): Promise<number> {
  const gate = gates.find((each) => each.name === name);
  if (!gate) {
    const known = gates.map((each) => each.name).join(", ");
    errors(`There is no gate ${name ?? "without a name"}. There are: ${known}.\n`);
    return 2;
  }
  let given: unknown;
  try {
    given = gate.parse(JSON.parse(await input()));
  } catch (error) {
    errors(`${gate.name}: the input cannot be read: ${messageOf(error)}\n`);
    return 2;
  }
  const log: string[] = [];
  const say = (line: string) => {
    log.push(line);
    errors(`${gate.name}: ${line}\n`);
  };
  const begun = recorder && (await begin(recorder, gate.name));
  // Nothing has happened yet that would go unrecorded.
  if (begun && "problem" in begun && gate.name === FIRST_GATE) {
    errors(`${gate.name}: could not be decided, so the release stops: ${begun.problem}\n`);
    return 3;
  }
  const { code, ending, result } = await passed(gate, given, say);
  const recorded = begun && (await end(begun, { ...ending, log: [...log] }));
  if (code === 0) {
    output(`${JSON.stringify({ ...(result as object), ...(recorded && { recorded }) })}\n`);
  } else {
    errors(`${gate.name}: ${stopping(ending)}\n`);
  }
  if (recorded && "problem" in recorded) errors(`${gate.name}: ${recorded.problem}\n`);
  return code;
}

interface Passed {
  readonly code: number;
  readonly ending: Omit<Ending, "log">;
  readonly result?: unknown;
}

async function passed(
  gate: Gate<unknown, unknown>,
  given: unknown,
  progress: (line: string) => void,
): Promise<Passed> {
  try {
    const result = await gate.run(given, { progress });
    return { code: 0, ending: { outcome: "holds", refusals: [], result }, result };
  } catch (error) {
    if (error instanceof Refused) {
      const { refusals, meanwhile, isBack } = error;
      return {
        code: 1,
        ending: { outcome: "refused", refusals: [...refusals], meanwhile, isBack },
      };
    }
    return { code: 3, ending: { outcome: "undecided", refusals: [], problem: messageOf(error) } };
  }
}

function stopping({ refusals, meanwhile, problem = "" }: Omit<Ending, "log">): string {
  return meanwhile === undefined
    ? `could not be decided, so the release stops: ${problem}`
    : `the release is refused, and ${meanwhile}.\n${new Refused(refusals).message}`;
}

async function begin(
  recorder: Recorder,
  gate: string,
): Promise<Recording | { readonly problem: string }> {
  try {
    return await recorder(gate);
  } catch (error) {
    return { problem: `the record of the release cannot be kept: ${messageOf(error)}` };
  }
}

async function end(
  begun: Recording | { readonly problem: string },
  ending: Ending,
): Promise<Recorded> {
  if ("problem" in begun) return begun;
  try {
    await begun.end(ending);
    return { attempt: begun.attempt };
  } catch (error) {
    const problem = `what has become of it could not be recorded: ${messageOf(error)}`;
    return { problem };
  }
}
