import { createInterface } from "node:readline/promises";
import { Unusable } from "../preview/failure.ts";

/** @throws Unusable where there is nobody to ask, or the answer is no. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Unusable("there is nobody to ask: --yes goes on without");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Unusable("nothing was done");
  } finally {
    terminal.close();
  }
}
