import type { PreviewDocument, PreviewedResource } from "./document.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import { generatedName, lastingName, lastingUrn, physicalName, titleOfUrn } from "./names.ts";
import { deletesFirst, forcesReplacement } from "./replacement.ts";

/** What becomes of one resource between two revisions. */
export type ResourceChange = Arrival | Removal | Alteration;

interface Arrival {
  readonly kind: "added";
  readonly resource: PreviewedResource;
}

interface Removal {
  readonly kind: "removed";
  readonly resource: PreviewedResource;
}

/** A resource that both revisions have, and that is not the same. */
export interface Alteration {
  readonly kind: "changed" | "replaced";
  readonly resource: PreviewedResource;
  /** URN in the earlier revision, where an alias has given it another. */
  readonly formerly?: string;
  /** Fields of inputs, options and dependencies, apart from names that only follow another's content. */
  readonly fields: readonly FieldChange[];
  /** Settings named after their content that this resource refers to, and that have changed: it rolls. */
  readonly rollsWith: readonly string[];
  /** For a replaced one: whether the old one is deleted before there is a new one. */
  readonly deletesFirst: boolean;
}

/** What differs between two previews of a stack, in the order of the later one, removed resources last. */
export function compare(before: PreviewDocument, after: PreviewDocument): ResourceChange[] {
  const earlier = new Map(before.resources.map((resource) => [lastingUrn(resource.urn), resource]));
  const pairs = after.resources.map((resource) => ({
    resource,
    former: formerOf(resource, earlier),
  }));
  const matched = new Set(pairs.map(({ former }) => former));
  const renamed = renamedByContent(pairs);
  return [
    ...pairs.flatMap(({ resource, former }): ResourceChange[] => {
      if (!former) return [{ kind: "added", resource }];
      const change = changeOf(former, resource, renamed);
      return change ? [change] : [];
    }),
    ...before.resources
      .filter((resource) => !matched.has(resource))
      .map((resource): Removal => ({ kind: "removed", resource })),
  ];
}

interface Pair {
  readonly resource: PreviewedResource;
  readonly former: PreviewedResource | undefined;
}

function formerOf(
  resource: PreviewedResource,
  earlier: ReadonlyMap<string, PreviewedResource>,
): PreviewedResource | undefined {
  const urns = [resource.urn, ...(resource.options.aliases ?? [])];
  return urns.map((urn) => earlier.get(lastingUrn(urn))).find((former) => former !== undefined);
}

/** A generated name that has changed, and whose it is. */
interface Renaming {
  readonly owner: PreviewedResource;
  readonly name: string;
}

/** By the old name, everything whose name has changed only in the hash that is part of it. */
function renamedByContent(pairs: readonly Pair[]): ReadonlyMap<string, Renaming> {
  const renamed = new Map<string, Renaming>();
  for (const { resource, former } of pairs) {
    const old = former && physicalName(former)?.name;
    const name = physicalName(resource)?.name;
    if (old === undefined || name === undefined || old === name) continue;
    const stem = generatedName(old)?.stem;
    if (stem !== undefined && stem === generatedName(name)?.stem) {
      renamed.set(old, { owner: resource, name });
    }
  }
  return renamed;
}

function changeOf(
  former: PreviewedResource,
  resource: PreviewedResource,
  renamed: ReadonlyMap<string, Renaming>,
): Alteration | undefined {
  const rollsWith = new Set<string>();
  const isConsequence = ({ before, after }: FieldChange) => {
    const renaming = typeof before === "string" ? renamed.get(before) : undefined;
    if (renaming === undefined || renaming.name !== after) return false;
    if (renaming.owner !== resource) rollsWith.add(lastingName(renaming.owner.name));
    return true;
  };
  const ofInputs = fieldChanges(former.inputs, resource.inputs);
  const fields = [
    ...ofInputs.filter((field) => !isConsequence(field)),
    ...fieldChanges(surroundings(former), surroundings(resource)),
    ...dependencyChanges(former, resource),
  ];
  const moved = lastingUrn(former.urn) !== lastingUrn(resource.urn);
  if (fields.length === 0 && rollsWith.size === 0 && !moved) return undefined;
  const replaced = ofInputs.some(({ path }) => forcesReplacement(resource.type, path));
  return {
    kind: replaced ? "replaced" : "changed",
    resource,
    ...(moved && { formerly: former.urn }),
    fields,
    rollsWith: [...rollsWith].sort(),
    deletesFirst: replaced && deletesFirst(former, resource),
  };
}

/** Fields of an alteration that are none of the inputs: the provider has nothing to do with them. */
export const SURROUNDINGS: readonly string[] = ["parent", "provider", "options", "dependsOn"];

/** What the engine is told beside the inputs. Default providers come and go with the version of the SDK. */
function surroundings({ parent, provider, options }: PreviewedResource): unknown {
  return {
    ...(parent !== undefined && { parent: titleOfUrn(parent) }),
    ...(provider !== undefined &&
      !provider.includes("::default") && { provider: titleOfUrn(provider) }),
    options,
  };
}

function dependencyChanges(former: PreviewedResource, resource: PreviewedResource): FieldChange[] {
  const old = new Set(former.dependsOn.map(titleOfUrn));
  const renewed = new Set(resource.dependsOn.map(titleOfUrn));
  const path = ["dependsOn"];
  return [
    ...[...old].filter((title) => !renewed.has(title)).map((before) => ({ path, before })),
    ...[...renewed].filter((title) => !old.has(title)).map((after) => ({ path, after })),
  ];
}
