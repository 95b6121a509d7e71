import type {
  Policies,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import type { Resource } from "../graph.ts";
import { type Judgement, judge } from "../judge.ts";
import { levelOf } from "../levels.ts";
import { message } from "../message.ts";
import type { Rule } from "../rule.ts";
import { markedInputs } from "./inputs.ts";
import type { StackSettings } from "./settings.ts";

/**
 * One policy a rule. Those that look at one resource are asked about its inputs before it is written; those across
 * resources when all are registered, about the same inputs.
 *
 * @param today in UTC, as `2026-11-23`.
 */
export function policiesOf(
  rules: readonly Rule[],
  { facts, waivers }: StackSettings,
  today: string,
): Policies {
  const asked = rules.filter((rule) => facts !== undefined || !rule.onlyStacks);
  const alone = asked.filter(({ looksAt }) => looksAt !== "graph");
  const across = asked.filter(({ looksAt }) => looksAt === "graph");
  const declared = new Map<string, Resource>();
  const judged = (some: readonly Rule[], resources: readonly Resource[]) =>
    judge(some, { resources, ...(facts && { stack: facts }) }, waivers, today);

  const ofResource = oncePerRule(alone, (args: ResourceValidationArgs) => {
    const resource = resourceOf(args);
    declared.set(resource.id, resource);
    return judged(alone, [resource]);
  });
  const everything = ({ resources }: StackValidationArgs) =>
    resources.map((resource) => declared.get(resource.urn) ?? resourceOf(resource));
  const ofStack = oncePerRule(across, (args: StackValidationArgs) =>
    judged(across, everything(args)),
  );

  return [
    ...alone.map((rule) => ({
      ...metadata(rule, levelOf(rule, facts)),
      validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
        tell(rule, ofResource(rule, args.urn, args), report);
      },
    })),
    ...across.map((rule) => ({
      ...metadata(rule, levelOf(rule, facts)),
      validateStack: (args: StackValidationArgs, report: ReportViolation) => {
        tell(rule, ofStack(rule, "", args), report);
      },
    })),
    ...(waivers.length === 0
      ? []
      : [
          {
            name: "waivers-hold",
            description: "Every waiver is needed, explained, answered for, and has not expired.",
            enforcementLevel: "mandatory" as const,
            validateStack: (args: StackValidationArgs, report: ReportViolation) => {
              for (const { waiver, message } of judged(asked, everything(args)).waiverProblems) {
                report(`The waiver of ${waiver.rule} for ${waiver.object} ${message}`);
              }
            },
          },
        ]),
  ];
}

function metadata(rule: Rule, enforcementLevel: "advisory" | "mandatory") {
  return {
    name: rule.name,
    description: rule.title,
    enforcementLevel,
    severity: rule.severity,
    tags: [...rule.checklist],
    remediationSteps: rule.fix,
  };
}

function tell(rule: Rule, { violations }: Judgement, report: ReportViolation): void {
  for (const { verdict } of violations) {
    if (verdict.rule === rule) report(message(verdict), verdict.resource.id);
  }
}

/**
 * The engine asks policy by policy; what all rules read is copied and judged at once, for the first that asks. Each
 * takes the judgement once: who asks again asks about something new.
 */
function oncePerRule<Args>(rules: readonly Rule[], ask: (args: Args) => Judgement) {
  const waiting = new Map<string, { readonly judgement: Judgement; readonly rules: Set<Rule> }>();
  return (rule: Rule, subject: string, args: Args): Judgement => {
    let found = waiting.get(subject);
    if (!found?.rules.has(rule)) {
      found = { judgement: ask(args), rules: new Set(rules) };
      waiting.set(subject, found);
    }
    found.rules.delete(rule);
    if (found.rules.size === 0) waiting.delete(subject);
    return found.judgement;
  };
}

function resourceOf(resource: ResourceValidationArgs | PolicyResource): Resource {
  const { urn: id, type, name, props, opts } = resource;
  return { id, type, name, inputs: markedInputs(props), options: { protect: opts.protect } };
}
