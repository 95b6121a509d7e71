import { messageOf } from "../evidence/words.ts";
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

/**
 * Runs one gate.
 *
 * @returns the exit code: 0 it holds, 1 the release is refused, 2 it was called wrongly, 3 it could not be decided.
 */
export async function runGate(
  gates: readonly Gate<unknown, unknown>[],
  name: string | undefined,
  { input, output, errors }: Streams,
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
  try {
    const result = await gate.run(given, {
      progress: (line) => {
        errors(`${gate.name}: ${line}\n`);
      },
    });
    output(`${JSON.stringify(result)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof Refused) {
      errors(`${gate.name}: the release is refused, and ${error.meanwhile}.\n`);
      errors(`${error.message}\n`);
      return 1;
    }
    errors(`${gate.name}: could not be decided, so the release stops: ${messageOf(error)}\n`);
    return 3;
  }
}
