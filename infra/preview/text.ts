import { type PreviewDocument, type PreviewedResource, STACK_TYPE } from "./document.ts";
import { clusterName, isRecord, lastingName, shortType } from "./names.ts";

/** Styles a piece of text, or leaves it as it is where colour is not wanted. */
export type Paint = (
  style: "bold" | "dim" | "red" | "green" | "yellow" | "cyan",
  text: string,
) => string;

export const plain: Paint = (_style, text) => text;

/** From this many childless siblings of one type on, they are shown as one branch of the tree. */
const GROUP_FROM = 4;

/** The resources as a tree, each component with what it consists of. */
export function renderTree(document: PreviewDocument, paint: Paint = plain): string {
  const children = Map.groupBy(document.resources, ({ parent }) => parent);
  const known = new Set(document.resources.map(({ urn }) => urn));
  const lines: string[] = [];

  const branches = (resources: readonly PreviewedResource[], indent: string) => {
    const nodes = grouped(resources, (resource) => !children.has(resource.urn));
    nodes.forEach((node, index) => {
      const last = index === nodes.length - 1;
      const stem = paint("dim", `${indent}${last ? "└─ " : "├─ "}`);
      const below = `${indent}${last ? "   " : "│  "}`;
      const [first] = node;
      if (first && node.length === 1) {
        lines.push(stem + describe(first, paint));
        branches(children.get(first.urn) ?? [], below);
      } else if (first) {
        lines.push(`${stem}${shortType(first.type)} × ${node.length}`);
        node.forEach((resource, position) => {
          const glyph = position === node.length - 1 ? "└─ " : "├─ ";
          lines.push(paint("dim", below + glyph) + nameAndNotes(resource, paint));
        });
      }
    });
  };

  const roots = document.resources.filter(
    ({ parent }) => parent === undefined || !known.has(parent),
  );
  for (const root of roots) {
    lines.push(describe(root, paint));
    branches(children.get(root.urn) ?? [], "");
  }
  return lines.join("\n");
}

/** How many resources there are of each type, the most frequent first. */
export function renderCounts({ resources, summary }: PreviewDocument, width = 100): string {
  const counts = new Map<string, number>();
  for (const { custom, type } of resources) {
    if (custom) counts.set(shortType(type), (counts.get(shortType(type)) ?? 0) + 1);
  }
  const entries = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${type}`);
  const headline = `${plural(summary.resources, "resource")} in ${plural(summary.components, "component")}`;
  return [headline, ...flow(entries, width - 2).map((line) => `  ${line}`)].join("\n");
}

/** The outputs of the stack, one a line. */
export function renderOutputs({ outputs }: PreviewDocument): string {
  const names = Object.keys(outputs);
  if (names.length === 0) return "no outputs";
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.entries(outputs).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${inline(value)}`,
  );
  return ["outputs", ...lines].join("\n");
}

/** A value in one line. */
export function inline(value: unknown): string {
  if (value === undefined) return "(absent)";
  // Quotes only where something would be misread without them.
  if (typeof value === "string" && /^[^\s"'][^\n"]*$/.test(value)) return value;
  if (isRecord(value) && Object.keys(value).length === 0) return "{}";
  return JSON.stringify(value);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function describe(resource: PreviewedResource, paint: Paint): string {
  const type = shortType(resource.type);
  const styled = resource.custom ? type : paint("bold", type);
  return `${styled} ${nameAndNotes(resource, paint)}`;
}

function nameAndNotes(resource: PreviewedResource, paint: Paint): string {
  const physical = clusterName(resource);
  const { protect, retainOnDelete } = resource.options;
  return [
    resource.type === STACK_TYPE ? paint("bold", resource.name) : lastingName(resource.name),
    ...(physical === undefined ? [] : [paint("dim", `(${physical})`)]),
    ...(protect ? [paint("cyan", "protected")] : []),
    ...(retainOnDelete ? [paint("cyan", "retained on deletion")] : []),
  ].join(" ");
}

/** Siblings in their order, those of one frequent type together where the first of them is. */
function grouped(
  resources: readonly PreviewedResource[],
  isLeaf: (resource: PreviewedResource) => boolean,
): PreviewedResource[][] {
  const leaves = Map.groupBy(resources.filter(isLeaf), ({ type }) => type);
  const nodes: PreviewedResource[][] = [];
  for (const resource of resources) {
    const alike = isLeaf(resource) ? (leaves.get(resource.type) ?? []) : [];
    if (alike.length < GROUP_FROM) nodes.push([resource]);
    else if (alike[0] === resource) nodes.push(alike);
  }
  return nodes;
}

function flow(entries: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + entry.length <= width) {
      lines[lines.length - 1] = `${last}, ${entry}`;
    } else {
      lines.push(entry);
    }
  }
  return lines;
}
