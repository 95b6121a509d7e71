import { gates } from "../../components/release/gates/index.ts";
import { rules } from "../../policies/rules/index.ts";
import { leftOutByK6 } from "../../stacks/k6.ts";
import { judgeEmbedded } from "../preview/engine/index.ts";
import type { LogMessage } from "../preview/engine/runtime.ts";
import {
  byAlerts,
  byCommands,
  byConfiguration,
  byDocuments,
  byGates,
  byResources,
  byRules,
} from "./deciders.ts";
import { type Decider, type Decision, STANDINGS, type Standing } from "./decision.ts";
import { type Item, type Kind, readItems, sectionOf } from "./items.ts";
import { byReviews } from "./reviews.ts";
import { Sources } from "./source.ts";

/** `open`: nothing decides it. `human`: people do, after the release. */
export type State = Exclude<Standing, "holds"> | "satisfied" | "human";

/** In the order of reports. */
export const STATES: readonly State[] = [
  "violated",
  "open",
  "undecided",
  "waived",
  "advised",
  "satisfied",
  "human",
];

/** An item with what decides it. */
export interface CheckedItem extends Item {
  readonly section: string;
  readonly state: State;
  /** What decides it, or what adds to it without being enough. */
  readonly decisions: readonly Decision[];
}

/** The checklist of one stack. */
export interface Checklist {
  readonly stack: string;
  readonly version: string;
  /** In UTC, as `2026-11-23`: waivers end by it. */
  readonly date: string;
  readonly items: readonly CheckedItem[];
}

/**
 * What an item of each kind needs at least. What else names it counts as well: a rule does not make a resource, but
 * may find it wrong. A gate that a stack declares is asked before the release goes on, and a command asks when it is needed.
 */
const ENOUGH: Readonly<Record<Kind, readonly Decider[]>> = {
  blocked: ["rule", "configuration"],
  declared: ["resource"],
  watched: ["alert", "review"],
  written: ["document"],
  evidence: ["gate"],
  gated: ["gate", "command"],
  human: [],
};

/**
 * What everything that a stack declares says about the checklist.
 *
 * @throws RunError for a configuration that the program refuses, and Error for an id that the checklist does not have.
 */
export async function checklist(subject: {
  readonly stack: string;
  readonly root: string;
  readonly log?: (message: LogMessage) => void;
}): Promise<Checklist> {
  const { monitor, settings, secrets, judgement } = await judgeEmbedded(subject);
  const sources = new Sources(subject.root);
  const decisions = [
    ...byRules(rules, judgement, sources),
    ...byConfiguration(settings, secrets, sources),
    ...byResources(monitor.declared),
    ...byGates(monitor.declared, gates, sources, leftOutByK6(settings)),
    ...byCommands(settings, sources),
    ...byAlerts(monitor.declared, sources),
    ...byReviews(monitor.declared, sources),
    ...byDocuments(sources),
  ];
  return {
    stack: subject.stack,
    version: settings.release.version,
    date: new Date().toISOString().slice(0, 10),
    items: checkItems(readItems(), decisions),
  };
}

/** @throws Error for decisions of what is no item. */
export function checkItems(
  items: readonly Item[],
  decisions: readonly Decision[],
): readonly CheckedItem[] {
  const byId = Map.groupBy(decisions, ({ id }) => id);
  const known = new Set(items.map(({ id }) => id));
  const strangers = decisions.filter(({ id }) => !known.has(id));
  if (strangers.length > 0) {
    const lines = strangers.map(({ id, by, name, source }) => {
      const place = source ? ` (${source.file}:${source.line})` : "";
      return `${by} ${name}${place} names ${id}, which the checklist does not have`;
    });
    throw new Error(lines.join("\n"));
  }
  return items.map((item) => {
    const found = (byId.get(item.id) ?? []).toSorted((a, b) => rank(item, a) - rank(item, b));
    return { ...item, section: sectionOf(item), state: stateOf(item, found), decisions: found };
  });
}

/** What does not hold comes first, then what is enough, in the order in which kinds name it. */
function rank({ kind }: Item, { by, standing }: Decision): number {
  const place = ENOUGH[kind].indexOf(by);
  return STANDINGS.indexOf(standing) * 10 + (place < 0 ? 9 : place);
}

function stateOf({ kind }: Item, decisions: readonly Decision[]): State {
  // A violation counts whoever finds it.
  if (decisions.some(({ standing }) => standing === "violated")) return "violated";
  const enough = decisions.filter(({ by }) => ENOUGH[kind].includes(by));
  if (enough.length === 0) return kind === "human" ? "human" : "open";
  const worst = STANDINGS.find((standing) => decisions.some((each) => each.standing === standing));
  return worst === undefined || worst === "holds" ? "satisfied" : worst;
}

/** Number of items in each state. */
export function countStates(items: readonly CheckedItem[]): Readonly<Record<State, number>> {
  const count = (state: State) => items.filter((item) => item.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
}
