import { parse } from "yaml";
import { CHECKLIST_ANNOTATION } from "../../components/kubernetes/checklist.ts";
import type { Gate, LeftOut } from "../../components/release/gates/gate.ts";
import { ROLLBACK_ITEMS, TELLING_ITEM } from "../../components/release/rollback/steps.ts";
import { type Resource, at, list, record } from "../../policies/graph.ts";
import type { Judgement } from "../../policies/judge.ts";
import { fault, title } from "../../policies/message.ts";
import type { Rule } from "../../policies/rule.ts";
import { CHECKLIST } from "../config/parse.ts";
import { namedRules } from "../config/rules/index.ts";
import type { Settings } from "../config/schema/index.ts";
import type { SecretName } from "../config/schema/secrets.ts";
import { alertmanagerOf } from "../../stacks/rollback.ts";
import type { Decision } from "./decision.ts";
import type { Sources } from "./source.ts";

/** Rules of the pack say which items they decide; the judgement says how they stand. */
export function byRules(
  rules: readonly Rule[],
  judgement: Judgement,
  sources: Sources,
): Decision[] {
  const violations = Map.groupBy(judgement.violations, ({ verdict }) => verdict.rule);
  const waived = Map.groupBy(judgement.waived, ({ verdict }) => verdict.rule);
  const undecided = Map.groupBy(judgement.undecided, ({ rule }) => rule);
  return rules.flatMap((rule) => {
    const violated = violations.get(rule) ?? [];
    const mandatory = violated.some(({ level }) => level === "mandatory");
    const details = [
      ...violated.map(({ verdict }) => `${title(verdict.resource)}: ${fault(verdict)}`),
      ...(waived.get(rule) ?? []).map(
        ({ verdict, waiver: { by, until, reason } }) =>
          `${title(verdict.resource)}: waived by ${by} until ${until}: ${reason}`,
      ),
      ...(undecided.get(rule) ?? []).map(
        ({ resource, path }) => `${resource ? `${title(resource)}: ` : ""}${path} is not known yet`,
      ),
    ];
    return rule.checklist.map((id): Decision => ({
      id,
      by: "rule",
      name: rule.name,
      standing: mandatory
        ? "violated"
        : violated.length > 0
          ? "advised"
          : waived.has(rule)
            ? "waived"
            : undecided.has(rule)
              ? "undecided"
              : "holds",
      details,
      source: sources.lineOf(`policies/rules/${rule.name}.ts`, "export const "),
    }));
  });
}

/**
 * Rules across the configuration hold for whatever is declared from it. Where they are laxer because a stack is not
 * production, and production would be refused, they are advice.
 */
export function byConfiguration(
  settings: Settings,
  secrets: ReadonlySet<SecretName>,
  sources: Sources,
): Decision[] {
  const schema = CHECKLIST.map((id): Decision => ({
    id,
    by: "configuration",
    name: "parseConfig",
    standing: "holds",
    details: [],
    source: sources.lineOf("infra/config/parse.ts", "export function parseConfig"),
  }));
  const across = namedRules().flatMap(({ name, file, rule }) => {
    const problems = [...rule.check({ ...settings, environment: "production" }, secrets)];
    return rule.checklist.map((id): Decision => ({
      id,
      by: "configuration",
      name,
      standing: problems.length > 0 ? "advised" : "holds",
      details: problems.map(({ key, message }) => `${key} ${message}`),
      source: sources.lineOf(`infra/config/rules/${file}`, `export const ${name} `),
    }));
  });
  return [...schema, ...across];
}

/** Objects name the items that they decide in an annotation. */
export function byResources(resources: readonly Resource[]): Decision[] {
  return resources.flatMap((resource) => {
    const ids = at(resource.inputs, "metadata", "annotations", CHECKLIST_ANNOTATION);
    if (typeof ids !== "string") return [];
    return words(ids).map((id): Decision => ({
      id,
      by: "resource",
      name: title(resource),
      standing: "holds",
      details: [],
      ...(resource.source && { source: resource.source }),
    }));
  });
}

/**
 * Gates name the items that they ask about, and a stack has those whose commands it declares. What a gate is handed
 * may leave some of them out.
 *
 * @param configured items that gates leave out with what only the update hands them
 */
export function byGates(
  resources: readonly Resource[],
  gates: readonly Omit<Gate<unknown, unknown>, "run">[],
  sources: Sources,
  configured: readonly LeftOut[],
): Decision[] {
  return resources
    .filter(({ type }) => type === "command:local:Command")
    .flatMap(({ inputs }) =>
      gates
        .filter(({ name }) => name === inputs["create"])
        .map((gate) => ({ gate, leftOut: leftOutOf(gate, inputs["stdin"], configured) })),
    )
    .flatMap(({ gate: { name, file = name, checklist }, leftOut }) =>
      checklist.map((id): Decision => {
        const why = leftOut.get(id);
        return {
          id,
          by: "gate",
          name,
          standing: why === undefined ? "holds" : "open",
          details: why === undefined ? [] : [why],
          source: sources.lineOf(`components/release/gates/${file}.ts`, "export const "),
        };
      }),
    );
}

/** Items that a gate does not decide with what it is handed, and why. */
function leftOutOf(
  gate: Omit<Gate<unknown, unknown>, "run">,
  stdin: unknown,
  configured: readonly LeftOut[],
): ReadonlyMap<string, string> {
  const handed = typeof stdin === "string" ? gate.leftOut?.(gate.parse(JSON.parse(stdin))) : [];
  return new Map([...configured, ...(handed ?? [])].map(({ item, why }) => [item, why]));
}

/** Commands name the items that they decide when they are needed. */
export function byCommands(settings: Settings, sources: Sources): Decision[] {
  const telling = alertmanagerOf(settings) !== undefined;
  return ROLLBACK_ITEMS.map((id): Decision => {
    const holds = id !== TELLING_ITEM || telling;
    return {
      id,
      by: "command",
      name: "npm run rollback",
      standing: holds ? "holds" : "open",
      details: holds ? [] : ["the stack has no Alertmanager of its own: set notifications"],
      source: sources.lineOf("infra/rollback/command.ts", "export async function run"),
    };
  });
}

/** Alerts name the items that they watch, in the rules that Prometheus will load. */
export function byAlerts(resources: readonly Resource[], sources: Sources): Decision[] {
  return resources.flatMap((resource) =>
    ruleGroupsOf(resource).flatMap((group) =>
      list(at(group, "rules")).flatMap((rule) => {
        const alert = at(rule, "alert");
        const ids = at(rule, "annotations", "checklist");
        if (typeof alert !== "string" || typeof ids !== "string") return [];
        const source = sources.find("components/monitoring/rules", `"${alert}"`) ?? resource.source;
        return words(ids).map((id): Decision => ({
          id,
          by: "alert",
          name: alert,
          standing: "holds",
          details: [],
          ...(source && { source }),
        }));
      }),
    ),
  );
}

/** Groups of rules in a ConfigMap's files, or in a PrometheusRule. */
function ruleGroupsOf({ inputs }: Resource): readonly unknown[] {
  const own = list(at(inputs, "spec", "groups"));
  const files = Object.values(record(at(inputs, "data")) ?? {}).filter(
    (text) => typeof text === "string" && /^groups:$/m.test(text),
  );
  return [...own, ...files.flatMap((text) => list(at(parse(String(text)), "groups")))];
}

/** Documents name the items that they are, in comments that readers do not see: `<!-- checklist: docs.2 -->`. */
export function byDocuments(sources: Sources): Decision[] {
  const files = ["README.md", ...sources.files("docs").map((name) => `docs/${name}`)];
  return files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const lines = sources.lines(file);
      return lines.flatMap((line, index) => {
        const ids = /^<!-- checklist: (.+) -->$/.exec(line)?.[1];
        if (ids === undefined) return [];
        const heading = lines.slice(0, index).findLast((above) => /^#+ /.test(above)) ?? file;
        return words(ids).map((id): Decision => ({
          id,
          by: "document",
          name: `${file}: ${heading.replace(/^#+ /, "")}`,
          standing: "holds",
          details: [],
          source: { file, line: index + 1 },
        }));
      });
    });
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
