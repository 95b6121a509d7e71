import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { Unusable } from "../preview/failure.ts";

/** Where somebody is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** @throws Unusable where there is nobody to ask, the answer is no, or there is none. */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (!input.isTTY) throw new Unusable("there is nobody to ask: --yes goes on without");
  const lines = createInterface({ input, output });
  try {
    const answer = await Promise.race([
      // Ctrl+D and Ctrl+C reject it; an input that ends leaves it as it is, for good.
      lines.question(`${question} [y/N] `).catch(() => undefined),
      once(lines, "close").then(() => undefined),
    ]);
    if (answer === undefined) {
      output.write("\n");
      throw new Unusable("nobody has answered: nothing was done");
    }
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Unusable("nothing was done");
  } finally {
    lines.close();
  }
}
