import type { PreviewDocument } from "../../infra/preview/document.ts";

/** Which resources there are before which. */
export interface Graph {
  /** Whether `earlier` is there before `later` is created. */
  readonly precedes: (earlier: string, later: string) => boolean;
  /** Dependencies that are not in the document: who, and on what. */
  readonly dangling: readonly { readonly urn: string; readonly on: string }[];
  /** URNs of a circle, or nothing. */
  readonly cycle: readonly string[] | undefined;
}

export function graphOf(document: PreviewDocument): Graph {
  const direct = new Map(document.resources.map(({ urn, dependsOn }) => [urn, dependsOn]));
  const before = new Map<string, ReadonlySet<string>>();
  let cycle: readonly string[] | undefined;

  const visit = (urn: string, path: readonly string[]): ReadonlySet<string> => {
    const known = before.get(urn);
    if (known) return known;
    if (path.includes(urn)) {
      cycle ??= [...path.slice(path.indexOf(urn)), urn];
      return new Set();
    }
    const all = new Set<string>();
    for (const dependency of direct.get(urn) ?? []) {
      all.add(dependency);
      for (const earlier of visit(dependency, [...path, urn])) all.add(earlier);
    }
    before.set(urn, all);
    return all;
  };
  for (const urn of direct.keys()) visit(urn, []);

  return {
    precedes: (earlier, later) => before.get(later)?.has(earlier) ?? false,
    dangling: [...direct].flatMap(([urn, dependsOn]) =>
      dependsOn.filter((on) => !direct.has(on)).map((on) => ({ urn, on })),
    ),
    cycle,
  };
}
