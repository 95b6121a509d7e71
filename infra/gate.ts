import * as pulumi from "@pulumi/pulumi";
import type { Resource } from "../policies/graph.ts";
import { type Judgement, blocks, violates } from "../policies/judge.ts";
import { message } from "../policies/message.ts";
import { rules as all } from "../policies/rules/index.ts";
import { holdsUnknown } from "../policies/unknown.ts";
import type { TaskflowConfig } from "./config/index.ts";
import { givenInputs } from "./given-inputs.ts";
import { urnOf } from "./urn.ts";
import { type Question, verdict } from "./verdict.ts";

/**
 * Refuses a program that violates a mandatory rule before anything is changed, so that a bare `pulumi up` is blocked
 * as well: previews it in process first, and judges everything that it declares.
 *
 * An update judges each resource again just before it is written, with what only the update knows.
 */
export async function gate(
  config: TaskflowConfig,
  program: () => unknown,
  question: Question = {},
): Promise<void> {
  const declared = await declaredBy(config, program);
  const judgement = verdict(config, declared, question);
  // Of a RunError the engine shows the message and no stack.
  if (blocks(judgement)) {
    throw new pulumi.RunError(refusal(judgement, "Blocked by policy, before anything was changed"));
  }
  if (!pulumi.runtime.isDryRun()) judgeEachWrite(config, declared, judgement, question);
}

/** The resources of the program as a preview sees them. */
async function declaredBy(
  config: TaskflowConfig,
  program: () => unknown,
): Promise<readonly Resource[]> {
  const { runProgram } = await import("./preview/engine/index.ts");
  const monitor = await runProgram(program, {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    root: pulumi.runtime.getRootDirectory(),
    config: pulumi.runtime.allConfig(),
    secretKeys: Object.keys(config.secrets).map((name) => `${pulumi.getProject()}:${name}`),
    log: () => undefined,
  });
  return monitor.declared;
}

/**
 * Asks every rule about each resource with the inputs that its provider will be given, and the rules across
 * resources that could not decide, as soon as what was unknown of a resource is known.
 */
function judgeEachWrite(
  config: TaskflowConfig,
  declared: readonly Resource[],
  { undecided }: Judgement,
  { rules = all, ...question }: Question,
): void {
  const current = new Map(declared.map((resource) => [resource.id, resource]));
  const alone = rules.filter(({ looksAt }) => looksAt !== "graph");
  const across = [
    ...new Set(undecided.filter(({ resource }) => !resource).map(({ rule }) => rule)),
  ];
  pulumi.runtime.registerResourceTransform(async ({ custom, type, name, props, opts }) => {
    if (!custom) return undefined;
    const id = await urnOf(type, name, opts.parent);
    const before = current.get(id);
    const inputs = await givenInputs(props, before?.inputs);
    const options = { protect: opts.protect === true };
    const after: Resource = { ...(before ?? { id, type, name, options }), inputs };
    current.set(id, after);
    const judgements = [
      verdict(config, [after], { ...question, rules: alone }),
      ...(across.length > 0 && before && holdsUnknown(before.inputs)
        ? [verdict(config, [...current.values()], { ...question, rules: across })]
        : []),
    ];
    if (!judgements.some(violates)) return undefined;
    // Of a part of a graph one cannot say whether a waiver is needed.
    const violations = judgements.flatMap((judgement) => judgement.violations);
    throw new pulumi.RunError(
      refusal({ violations, waiverProblems: [] }, `Blocked by policy, before ${id} was written`),
    );
  });
}

/** Everything that must be changed, one paragraph each. */
export function refusal(
  { violations, waiverProblems }: Pick<Judgement, "violations" | "waiverProblems">,
  when: string,
): string {
  const lines = [
    ...violations
      .filter(({ level }) => level === "mandatory")
      .map(({ verdict }) => `${verdict.rule.name}: ${message(verdict)}`),
    ...waiverProblems.map(
      ({ waiver, message }) => `waiver of ${waiver.rule} for ${waiver.object}: it ${message}`,
    ),
  ];
  const count = lines.length === 1 ? "1 violation" : `${lines.length} violations`;
  return [`${when}: ${count}.`, ...lines].join("\n\n");
}
