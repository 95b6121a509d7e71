import type { Verdict } from "./evaluate.ts";
import { type Resource, at } from "./graph.ts";

/** An exception that somebody answers for. It is data of the stack, reviewed like everything else. */
export interface Waiver {
  /** Name of the rule. */
  readonly rule: string;
  /** The object: its kind and name (`DaemonSet/node-exporter`). Of unnamed objects, the name in the program. */
  readonly object: string;
  /** The field, as verdicts name it, or what holds it (`spec.template.spec`). Default: all of the object. */
  readonly path?: string | undefined;
  readonly reason: string;
  /** Who answers for it. */
  readonly by: string;
  /** Last day on which it holds (`2027-03-31`). */
  readonly until: string;
}

/** What is wrong with a waiver itself. */
export interface WaiverProblem {
  readonly waiver: Waiver;
  readonly message: string;
}

/** Verdicts sorted by whether a waiver that holds covers them. */
export interface Waived {
  readonly open: readonly Verdict[];
  readonly waived: readonly { readonly verdict: Verdict; readonly waiver: Waiver }[];
  readonly problems: readonly WaiverProblem[];
}

/** Shorter reasons explain nothing. */
const SHORTEST_REASON = 20;

/**
 * Takes out what is waived. A waiver that has expired, that nothing needs, or that explains nothing is a problem,
 * and waives nothing.
 *
 * @param today in UTC, as `2026-11-23`.
 */
export function applyWaivers(
  verdicts: readonly Verdict[],
  waivers: readonly Waiver[],
  today: string,
): Waived {
  const problems: WaiverProblem[] = [];
  const valid = waivers.filter((waiver) => {
    const message = fault(waiver, today);
    if (message !== undefined) problems.push({ waiver, message });
    return message === undefined;
  });
  const used = new Set<Waiver>();
  const open: Verdict[] = [];
  const waived: Waived["waived"][number][] = [];
  for (const verdict of verdicts) {
    const waiver = valid.find((candidate) => covers(candidate, verdict));
    if (waiver) {
      used.add(waiver);
      waived.push({ verdict, waiver });
    } else {
      open.push(verdict);
    }
  }
  for (const waiver of valid) {
    if (!used.has(waiver)) {
      problems.push({
        waiver,
        message: "waives nothing: the object complies or is not there. Remove it.",
      });
    }
  }
  return { open, waived, problems };
}

function fault(waiver: Waiver, today: string): string | undefined {
  if (waiver.until < today) return `has expired on ${waiver.until}. Comply, or decide anew.`;
  if (waiver.reason.trim().length < SHORTEST_REASON) {
    return `must say why in at least ${SHORTEST_REASON} characters.`;
  }
  if (waiver.by.trim() === "") return "must name who answers for it.";
  return undefined;
}

function covers(waiver: Waiver, { rule, resource, path }: Verdict): boolean {
  return (
    waiver.rule === rule.name &&
    objectNames(resource).includes(waiver.object) &&
    (waiver.path === undefined || holds(waiver.path, path))
  );
}

/** Whether a field is the one named or lies in it: `containers[1]` holds `containers[1].image`, not `containers[10]`. */
function holds(outer: string, path: string): boolean {
  return path.startsWith(outer) && ["", ".", "["].includes(path.charAt(outer.length));
}

/** What an object may be called in a waiver. */
export function objectNames(resource: Resource): string[] {
  const { kind } = resource.inputs;
  const name = at(resource.inputs, "metadata", "name");
  const of = typeof kind === "string" ? kind : (resource.type.split(":").at(-1) ?? resource.type);
  return [...(typeof name === "string" ? [`${of}/${name}`] : []), `${of}/${resource.name}`];
}
