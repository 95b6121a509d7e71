import { styleText } from "node:util";
import { messageOf } from "../../components/release/evidence/words.ts";
import { type Question, examine } from "../../components/release/evidence/examine.ts";
import type { Verdict } from "../../components/release/evidence/judge.ts";
import { evidenceGate } from "../../components/release/gates/evidence.ts";
import { readItems } from "../checklist/items.ts";
import { print } from "../command-line.ts";
import { EXIT, Unusable } from "../preview/failure.ts";
import type { VerifyArguments } from "./arguments.ts";
import { readText } from "./files.ts";

/** The checklist's. */
const LIMITS = { scanAgeDays: 7, p95Milliseconds: 500, errorRate: 0.01, bundleKiB: 500 };

/** Says what the gate of the release would say, item by item. */
export async function verify(args: VerifyArguments): Promise<number> {
  const { verdicts, remarks } = await examine(questionOf(args));
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  const byItem = new Map(verdicts.map((verdict) => [verdict.item, verdict]));
  const lines = readItems().flatMap(({ id, item }) => {
    const verdict = byItem.get(id);
    return verdict ? [...linesOf(verdict, item)] : [];
  });
  const refused = verdicts.filter(({ objections }) => objections.length > 0).length;
  const holding = verdicts.length - refused;
  const summary = `${verdicts.length} items: ${holding} hold, ${refused} refused`;
  await print(`${[...lines, "", summary].join("\n")}\n`);
  return refused > 0 ? EXIT.blocked : EXIT.fine;
}

/** Asks as the engine would, so that nothing is accepted here that it refuses. */
function questionOf({ bundle, keys, version, images, limits }: VerifyArguments): Question {
  try {
    return evidenceGate.parse({
      bundle,
      publicKeys: keys.map(readText),
      version,
      images,
      limits: { ...LIMITS, ...limits },
    });
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable(messageOf(error));
  }
}

function* linesOf({ item, facts, objections }: Verdict, title: string): Generator<string> {
  const paint = (style: "green" | "red", text: string) =>
    styleText(style, text, { stream: process.stdout });
  const holds = objections.length === 0;
  const state = holds ? paint("green", "holds  ") : paint("red", "refused");
  yield `${state}  ${item.padEnd(7)}  ${title}`;
  const indent = " ".repeat(18);
  if (holds) yield* facts.map((fact) => indent + fact);
  for (const { problem, fix } of objections) yield* [indent + problem, `${indent}→ ${fix}`];
}
