import * as pulumi from "@pulumi/pulumi";
import type { Undecided } from "../policies/evaluate.ts";
import type { Resource } from "../policies/graph.ts";
import { type Judgement, blocks, violates } from "../policies/judge.ts";
import { message } from "../policies/message.ts";
import type { Rule } from "../policies/rule.ts";
import type { TaskflowConfig } from "./config/index.ts";
import { verdict } from "./verdict.ts";

/**
 * Refuses a program that violates a mandatory rule before anything is registered, so that a bare `pulumi up` is
 * blocked as well: previews it in process first, and judges everything that it declares.
 *
 * What only the update knows is decided resource by resource, just before each is written.
 */
export async function gate(config: TaskflowConfig, program: () => unknown): Promise<void> {
  const declared = await declaredBy(config, program);
  const judgement = verdict(config, declared);
  if (blocks(judgement)) throw new pulumi.RunError(refusal(judgement));
  if (!pulumi.runtime.isDryRun() && judgement.undecided.length > 0) {
    judgeAsKnown(config, declared, judgement.undecided);
  }
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

/** Asks the rules that could not decide again, about each resource as soon as its inputs are known. */
function judgeAsKnown(
  config: TaskflowConfig,
  declared: readonly Resource[],
  undecided: readonly Undecided[],
): void {
  const current = new Map(declared.map((resource) => [key(resource), resource]));
  const open = new Map<string, Set<Rule>>();
  const openAcross = new Set<Rule>();
  for (const { rule, resource } of undecided) {
    if (!resource) openAcross.add(rule);
    else open.set(key(resource), (open.get(key(resource)) ?? new Set()).add(rule));
  }
  pulumi.runtime.registerResourceTransform(async (args) => {
    const before = current.get(key(args));
    if (!before) return undefined;
    const after = { ...before, inputs: { ...before.inputs, ...(await known(args.props)) } };
    current.set(key(before), after);
    const judgements = [
      verdict(config, [after], { rules: [...(open.get(key(before)) ?? [])] }),
      verdict(config, [...current.values()], { rules: [...openAcross] }),
    ];
    for (const judgement of judgements) {
      if (violates(judgement)) throw new Error(refusal({ ...judgement, waiverProblems: [] }));
    }
    return undefined;
  });
}

/** What tells resources apart for a transform, which does not see URNs. */
function key({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type}::${name}`;
}

/** The values of inputs in an update, where outputs are known. */
function known(props: object): Promise<Resource["inputs"]> {
  return new Promise((resolve) => {
    pulumi.output(props).apply((values) => {
      resolve(values as Resource["inputs"]);
    });
  });
}

/** Everything that must be changed, one line each. */
export function refusal({ violations, waiverProblems }: Judgement): string {
  const lines = [
    ...violations
      .filter(({ level }) => level === "mandatory")
      .map(({ verdict }) => `${verdict.rule.name}: ${message(verdict)}`),
    ...waiverProblems.map(
      ({ waiver, message }) => `waiver of ${waiver.rule} for ${waiver.object}: ${message}`,
    ),
  ];
  const count = lines.length === 1 ? "1 violation" : `${lines.length} violations`;
  return [`Blocked by policy, before anything was changed: ${count}.`, ...lines].join("\n\n");
}
