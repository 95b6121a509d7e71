/** A value that only the update will know, as the document shows it. */
export const UNKNOWN = "[unknown]";

/** A secret value, as the document shows it. */
export const SECRET = "[secret]";

/** Options that change what the engine does with a resource; absent where they have their default. */
export interface ResourceOptions {
  readonly protect?: true;
  readonly retainOnDelete?: true;
  readonly deleteBeforeReplace?: true;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
}

/** One resource as a preview would create it. */
export interface PreviewedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; absent only for the stack. */
  readonly parent?: string;
  /** URNs, sorted: explicit dependencies and those of the inputs. */
  readonly dependsOn: readonly string[];
  /** Whether a provider manages it; false for components. */
  readonly custom: boolean;
  /** URN of the provider, for custom resources. */
  readonly provider?: string;
  /** After the provider's check, with {@link UNKNOWN} and {@link SECRET} in place of such values. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** By input in which something is {@link UNKNOWN}: URNs of what it is made of, sorted. Absent where all is known. */
  readonly unknownFrom?: Readonly<Record<string, readonly string[]>>;
  readonly options: ResourceOptions;
}

/** A rule that a resource, or the stack as a whole, does not satisfy. */
export interface Violation {
  /** Name of the rule. */
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: "critical" | "high" | "medium" | "low";
  /** URN of the resource; the stack's for what belongs to none. */
  readonly urn: string;
  /** Path of the field in the inputs; empty for what belongs to none. */
  readonly path: string;
  /** What it is, what it must be, who asks for it, and what to do. */
  readonly message: string;
  /** Where the program declares the resource, relative to the repository. */
  readonly source?: { readonly file: string; readonly line: number };
}

/** A violation that somebody answers for. */
export interface WaivedViolation extends Violation {
  readonly waiver: { readonly reason: string; readonly by: string; readonly until: string };
}

/** What the policy pack says. */
export interface PolicyReport {
  /** Number of rules that were asked. */
  readonly evaluated: number;
  /** The worst first. */
  readonly violations: readonly Violation[];
  readonly waived: readonly WaivedViolation[];
  /** What only the update can decide, because it depends on a value that only the update knows. */
  readonly undecided: readonly {
    readonly policy: string;
    readonly urn: string;
    readonly path: string;
  }[];
}

/** What a preview found: the one document that every output format is made from. */
export interface PreviewDocument {
  readonly stack: string;
  readonly engine: "embedded" | "pulumi";
  /** In the order of registration. */
  readonly resources: readonly PreviewedResource[];
  readonly policies: PolicyReport;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly summary: {
    readonly resources: number;
    readonly components: number;
    /** Number of resources by type. */
    readonly types: Readonly<Record<string, number>>;
  };
}

/**
 * By input in which something is unknown: what it is made of.
 *
 * @param dependencies URNs by input.
 * @returns nothing to say where all inputs are known.
 */
export function unknownFrom(
  inputs: PreviewedResource["inputs"],
  dependencies: Iterable<readonly [input: string, urns: readonly string[]]>,
): Pick<PreviewedResource, "unknownFrom"> {
  const found = [...dependencies]
    .filter(([input]) => hasUnknown(inputs[input]))
    .map(([input, urns]) => [input, [...urns].sort()] as const);
  return found.length === 0 ? {} : { unknownFrom: Object.fromEntries(found) };
}

function hasUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return value === UNKNOWN;
}

/** Type of the resource that everything else descends from. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** Counts what a preview found; the stack itself is neither a resource nor a component. */
export function summarize(resources: readonly PreviewedResource[]): PreviewDocument["summary"] {
  const counted = resources.filter(({ type }) => type !== STACK_TYPE);
  const types: Record<string, number> = {};
  for (const { type } of counted) types[type] = (types[type] ?? 0) + 1;
  const custom = counted.filter((resource) => resource.custom).length;
  return { resources: custom, components: counted.length - custom, types };
}

/** The report of a preview without policies. */
export const NO_POLICIES: PolicyReport = {
  evaluated: 0,
  violations: [],
  waived: [],
  undecided: [],
};

/** Whether a deploy may not go on. */
export function isBlocked({ violations }: PolicyReport): boolean {
  return violations.some(({ level }) => level === "mandatory");
}
