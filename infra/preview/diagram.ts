import { type PreviewDocument, type PreviewedResource, STACK_TYPE } from "./document.ts";
import { shortType } from "./names.ts";

/** Components, and which must be there before which. */
export interface ComponentGraph {
  /** URN and label, in the order of registration. */
  readonly nodes: readonly { readonly urn: string; readonly label: string }[];
  readonly edges: readonly { readonly first: string; readonly then: string }[];
}

/** More boxes than this are no picture any more: outer components then stand for what they contain. */
const MAX_NODES = 40;

/** Mermaid draws no diagram with more edges than this, and GitHub offers no way to raise it. */
const MAX_EDGES = 500;

/**
 * The components that hold resources, with an edge where a member of one depends on a member of the other. Edges
 * that follow from others are left out.
 */
export function componentGraph(document: PreviewDocument): ComponentGraph {
  const byUrn = new Map(document.resources.map((resource) => [resource.urn, resource]));
  const inner = graphOf(document, (resource) => ancestors(resource, byUrn).at(0));
  if (inner.nodes.length <= MAX_NODES) return inner;
  return graphOf(document, (resource) => ancestors(resource, byUrn).at(-1));
}

/** The component graph as a Mermaid flowchart, from what comes first to what needs it. */
export function componentDiagram(document: PreviewDocument): string {
  const { nodes, edges } = componentGraph(document);
  const ids = new Map(nodes.map(({ urn }, index) => [urn, `c${index}`]));
  return [
    "flowchart TD",
    ...nodes.map(({ urn, label }) => `  ${ids.get(urn) ?? ""}["${escapeLabel(label)}"]`),
    ...edges
      .slice(0, MAX_EDGES)
      .map(({ first, then }) => `  ${ids.get(first) ?? ""} --> ${ids.get(then) ?? ""}`),
    "",
  ].join("\n");
}

type Owner = (resource: PreviewedResource) => PreviewedResource | undefined;

function graphOf({ resources }: PreviewDocument, ownerOf: Owner): ComponentGraph {
  const owners = new Map<string, PreviewedResource>();
  for (const resource of resources) {
    const owner = resource.custom ? ownerOf(resource) : undefined;
    if (owner) owners.set(resource.urn, owner);
  }
  const present = new Set(owners.values());
  const after = new Map<string, Set<string>>();
  for (const { urn, dependsOn } of resources) {
    const then = owners.get(urn);
    for (const dependency of dependsOn) {
      const first = owners.get(dependency);
      if (!then || !first || first === then) continue;
      const followers = after.get(first.urn) ?? new Set();
      after.set(first.urn, followers.add(then.urn));
    }
  }
  const nodes = resources.filter((resource) => present.has(resource));
  const types = Map.groupBy(nodes, ({ type }) => type);
  return {
    nodes: nodes.map(({ urn, type, name }) => ({
      urn,
      label: types.get(type)?.length === 1 ? shortType(type) : `${shortType(type)} ${name}`,
    })),
    edges: withoutShortcuts(nodes, after),
  };
}

/** Components around a resource, the nearest first. The stack is none. */
function ancestors(
  resource: PreviewedResource,
  byUrn: ReadonlyMap<string, PreviewedResource>,
): PreviewedResource[] {
  const found: PreviewedResource[] = [];
  let parent = byUrn.get(resource.parent ?? "");
  while (parent && parent.type !== STACK_TYPE) {
    if (!parent.custom) found.push(parent);
    parent = byUrn.get(parent.parent ?? "");
  }
  return found;
}

/** Drops each edge whose end is reached by a longer way as well. What is reachable stays so, cycles or not. */
function withoutShortcuts(
  nodes: readonly PreviewedResource[],
  after: ReadonlyMap<string, Set<string>>,
): ComponentGraph["edges"] {
  const edges: { first: string; then: string }[] = [];
  for (const { urn: first } of nodes) {
    const followers = after.get(first) ?? new Set();
    for (const then of [...followers]) {
      followers.delete(then);
      if (!reaches(first, then, after)) followers.add(then);
    }
  }
  for (const { urn: first } of nodes) {
    for (const { urn: then } of nodes) {
      if (after.get(first)?.has(then)) edges.push({ first, then });
    }
  }
  return edges;
}

function reaches(from: string, to: string, after: ReadonlyMap<string, Set<string>>): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    for (const next of after.get(urn) ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

/** Mermaid reads entities in labels, and nothing else may stand for a quote or a bracket. */
function escapeLabel(label: string): string {
  return label.replace(/[^\w .,:/-]/g, (character) => `#${character.codePointAt(0) ?? 0};`);
}
