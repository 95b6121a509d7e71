import type { Graph, Resource, StackFacts } from "./graph.ts";
import type { Container, Pod } from "./workloads.ts";

/** How bad it is when nobody looks. Only the order of reports follows from it: every level blocks. */
export type Severity = "critical" | "high" | "medium" | "low";

/** The controls of others that a rule enforces, as the scanners and the standards number them. */
export interface Standards {
  /** Control of the Pod Security Standards, with its level. */
  readonly podSecurity?: { readonly level: "baseline" | "restricted"; readonly control: string };
  /** Whether the NSA/CISA Kubernetes Hardening Guide asks for it. */
  readonly nsa?: true;
  /** Sections of the CIS Kubernetes Benchmark v1.12. */
  readonly cis?: readonly string[];
  readonly kubeScore?: readonly string[];
  readonly kubeLinter?: readonly string[];
  readonly polaris?: readonly string[];
  /** `CKV_K8S_16`. */
  readonly checkov?: readonly string[];
  /** `KSV-0017`. */
  readonly trivy?: readonly string[];
  /** `C-0057`. */
  readonly kubescape?: readonly string[];
}

/** One thing that is not as it must be. */
export interface Finding {
  /** Exact path of the field in the object: `spec.template.spec.containers[0].securityContext.privileged`. */
  readonly path: string;
  /** What it is, in words or as a value that is no secret. Default: it is missing. */
  readonly is?: unknown;
  /** What it must be, in words that complete "must …": "be false". */
  readonly must: string;
}

/** A finding of a rule that looks at the whole graph. */
export interface GraphFinding extends Finding {
  readonly resource: Resource;
}

/** A Kubernetes object of an example. */
export type Manifest = Readonly<Record<string, unknown>>;

/** What a rule says about itself. Documentation, pack, reports and tests are made from it. */
export interface RuleMetadata {
  /** `subject-what`, in kebab case: `container-not-privileged`. */
  readonly name: string;
  /** One sentence: what always holds. */
  readonly title: string;
  /** Why, in one or two sentences. */
  readonly why: string;
  readonly severity: Severity;
  /** Ids of the checklist that it decides. May be none. */
  readonly checklist: readonly string[];
  readonly standards: Standards;
  /** What to change, in one or two sentences. */
  readonly fix: string;
  readonly examples: {
    /** Objects that satisfy the rule; declared together. */
    readonly compliant: readonly Manifest[];
    /** The nearest that do not. */
    readonly violating: readonly Manifest[];
    /** What the stack of the violating ones has that others have not, where that is the point. */
    readonly violatingStack?: Partial<StackFacts>;
  };
  /** What a stack on one machine cannot comply with: advice there, and mandatory everywhere else. */
  readonly advisoryOnOneMachine?: true;
  /** Judges what only our stacks declare (their options, configuration, naming): not asked of plain manifests. */
  readonly onlyStacks?: true;
}

/** A rule, by what it looks at. Each is asked once a subject, so that one unknown value hides no other subject. */
export type Rule = RuleMetadata &
  (
    | { readonly looksAt: "container"; readonly check: (container: Container) => Iterable<Finding> }
    | { readonly looksAt: "pod"; readonly check: (pod: Pod) => Iterable<Finding> }
    | { readonly looksAt: "resource"; readonly check: (resource: Resource) => Iterable<Finding> }
    | { readonly looksAt: "graph"; readonly check: (graph: Graph) => Iterable<GraphFinding> }
  );
