import { type Alteration, type ResourceChange, SURROUNDINGS } from "./compare.ts";
import type { PreviewDocument, PreviewedResource } from "./document.ts";
import { fieldChanges, pathText } from "./field-changes.ts";
import { plural } from "./text.ts";

/** A gate that the update passes again, or may. */
export interface GateToPass {
  /** As its program is called. */
  readonly gate: string;
  /**
   * - `new`: it was not there before.
   * - `changed`: it is handed something else.
   * - `follows`: it is handed what another gate returns that is passed again, and passed again when that is new.
   * - `unknown`: only the update knows what it is handed.
   */
  readonly why: "new" | "changed" | "follows" | "unknown";
  /** Paths in what it is handed, or names of the gates that it follows. */
  readonly because: readonly string[];
}

/** Which gates an update from one revision to another passes again, in their order, and why. */
export function gatesToPass(
  { resources }: PreviewDocument,
  changes: readonly ResourceChange[],
): GateToPass[] {
  const changed = new Map(changes.map((change) => [change.resource.urn, change]));
  const found = new Map<string, GateToPass>();
  for (const resource of resources) {
    const gate = gateOf(resource);
    const why = gate && reason(resource, changed.get(resource.urn), found);
    if (why) found.set(resource.urn, { gate, ...why });
  }
  return [...found.values()];
}

/** One line each, below how many there are. */
export function gateLines(gates: readonly GateToPass[]): string[] {
  if (gates.length === 0) return ["No gate is passed again."];
  const certain = gates.filter(({ why }) => why === "new" || why === "changed").length;
  const width = Math.max(...gates.map(({ gate }) => gate.length));
  return [
    `${plural(certain, "gate")} passed again, ${gates.length - certain} perhaps`,
    ...gates.map((each) => `  ${each.gate.padEnd(width)}  ${inWords(each)}`),
  ];
}

function inWords({ why, because }: GateToPass): string {
  if (why === "new") return "is new";
  if (why === "changed") return `is handed another ${because.join(", ")}`;
  if (why === "follows") return `perhaps: is handed what ${because.join(", ")} will return`;
  return "perhaps: only the update knows what it is handed";
}

/** Every Command of the program is a gate. */
function gateOf({ type, inputs: { create } }: PreviewedResource): string | undefined {
  return type === "command:local:Command" && typeof create === "string" ? create : undefined;
}

function reason(
  resource: PreviewedResource,
  change: ResourceChange | undefined,
  before: ReadonlyMap<string, GateToPass>,
): Omit<GateToPass, "gate"> | undefined {
  if (change?.kind === "added") return { why: "new", because: [] };
  const because = change && change.kind !== "removed" ? handedPaths(change) : [];
  if (because.length > 0) return { why: "changed", because };
  const sources = unknownSources(resource);
  if (!sources) return undefined;
  const followed = [...sources].flatMap((urn) => {
    const source = before.get(urn);
    return source && source.why !== "unknown" ? [source.gate] : [];
  });
  return followed.length > 0
    ? { why: "follows", because: followed }
    : { why: "unknown", because: [] };
}

/** What that is made of which only the update knows; undefined where all is known that matters. */
function unknownSources({
  unknownFrom = {},
  options: { ignoreChanges = [] },
}: PreviewedResource): ReadonlySet<string> | undefined {
  const unknown = Object.entries(unknownFrom).filter(([input]) => !ignoreChanges.includes(input));
  return unknown.length === 0 ? undefined : new Set(unknown.flatMap(([, urns]) => urns));
}

function handedPaths({ fields, resource }: Alteration): string[] {
  const ignored = [...SURROUNDINGS, ...(resource.options.ignoreChanges ?? [])];
  const paths = fields
    .filter(({ path: [field = ""] }) => !ignored.includes(field))
    .flatMap(({ path, before, after }) => {
      const [old, renewed] = [parsed(before), parsed(after)];
      return old !== undefined && renewed !== undefined
        ? fieldChanges(old, renewed).map((inner) => pathText(inner.path))
        : [pathText(path)];
    });
  return [...new Set(paths)];
}

/** A gate is handed JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return undefined;
  return JSON.parse(value);
}
