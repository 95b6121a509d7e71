import type { Resource, StackFacts } from "../../../policies/graph.ts";
import type { Rule, RuleMetadata } from "../../../policies/rule.ts";

/** Rules and resources that are made by hand. */
export const facts: StackFacts = {
  environment: "production",
  version: "v1.0.0",
  timeZone: "UTC",
  contacts: ["devopsLead"],
  maxConnections: 100,
};

const metadata: RuleMetadata = {
  name: "data-allowed",
  title: "No data is forbidden.",
  why: "It is a test.",
  severity: "high",
  checklist: ["step1.1", "step1.2"],
  standards: {},
  fix: "Write something else.",
  examples: { compliant: [], violating: [] },
};

type Check = (resource: Resource) => Generator<{ path: string; is?: unknown; must: string }>;

/** Finds every value of `data` that is "forbidden". */
function* forbidden({ inputs }: Resource): ReturnType<Check> {
  const { data } = inputs;
  if (typeof data !== "object" || data === null) return;
  for (const key of Object.keys(data)) {
    const value = (data as Record<string, unknown>)[key];
    if (value === "forbidden") yield { path: `data.${key}`, is: value, must: "be allowed" };
  }
}

export function resourceRule(rest: Partial<RuleMetadata> = {}, check: Check = forbidden): Rule {
  return { ...metadata, ...rest, looksAt: "resource", check };
}

/** The same over all resources. */
export function graphRule(rest: Partial<RuleMetadata> = {}): Rule {
  return {
    ...metadata,
    ...rest,
    looksAt: "graph",
    *check({ resources }) {
      for (const resource of resources) {
        for (const finding of forbidden(resource)) yield { ...finding, resource };
      }
    },
  };
}

export function configMap(name: string, data: Readonly<Record<string, unknown>>): Resource {
  return {
    id: `urn:pulumi:test::taskflow::kubernetes:core/v1:ConfigMap::${name}`,
    type: "kubernetes:core/v1:ConfigMap",
    name,
    inputs: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `taskflow-${name}`, namespace: "taskflow" },
      data,
    },
  };
}
