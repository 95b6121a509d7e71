import assert from "node:assert/strict";
import type { Graph, StackFacts } from "../../../policies/graph.ts";
import { judge } from "../../../policies/judge.ts";
import { message } from "../../../policies/message.ts";
import { rules } from "../../../policies/rules/index.ts";
import { declaredBy, graphOf } from "../support/production.ts";
import { everyPreview } from "../../support/variants.ts";
import { type Breakage, mutants } from "./breakage.ts";
import { containers } from "./containers.ts";
import { database } from "./database.ts";
import { edge } from "./edge.ts";
import { equivalences } from "./equivalences.ts";
import { foundation } from "./foundation.ts";
import { network } from "./network.ts";
import { pods } from "./pods.ts";
import { rbac } from "./rbac.ts";
import { release } from "./release.ts";
import { scaling } from "./scaling.ts";
import { sweep } from "./sweep.ts";
import { type Outcome, trial } from "./trial.ts";
import { gateway, vault } from "./variants.ts";
import { workloads } from "./workloads.ts";

const tables = [
  containers,
  pods,
  workloads,
  foundation,
  network,
  rbac,
  scaling,
  edge,
  database,
  release,
].flat();

/** Before the day on which the first waiver ends: what waivers say of today is another test's to ask. */
const TODAY = "2000-01-01";

describe("mutations of the production graph", function () {
  this.timeout(120_000);
  let graph: Graph & { readonly stack: StackFacts };
  let outcomes: readonly Outcome[];

  before(async () => {
    ({ graph } = await declaredBy("production"));
  });

  it("start from a graph that complies", async () => {
    const { waivers } = await declaredBy("production");
    const { violations, waiverProblems } = judge(rules, graph, waivers, TODAY);
    assert.deepEqual(
      violations.map(({ verdict }) => message(verdict)),
      [],
    );
    assert.deepEqual(waiverProblems, []);
  });

  it("are each blocked by the rule that must see them", async () => {
    outcomes = [
      trial(rules, graph, tables),
      trial(rules, await variant("production behind the Gateway API"), gateway),
      trial(rules, await variant("production with secrets from Vault"), vault),
    ].flatMap((each) => [...each.values()]);
    report(outcomes);
    assert.deepEqual(
      outcomes.flatMap(({ survived }) => survived),
      [],
    );
    const killed = outcomes.reduce((sum, outcome) => sum + outcome.killed, 0);
    assert.ok(killed >= 1000, `only ${killed} mutants`);
  });

  it("are there for every rule", () => {
    const broken = new Set([...tables, ...gateway, ...vault].map(({ rule }) => rule));
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name) => !broken.has(name)),
      [],
    );
  });

  it("are each of something that is there", async () => {
    const graphs = [
      [tables, graph],
      [gateway, await variant("production behind the Gateway API")],
      [vault, await variant("production with secrets from Vault")],
    ] as const;
    const idle: string[] = [];
    for (const [breakages, whole] of graphs) {
      for (const breakage of breakages) if (!applies(breakage, whole)) idle.push(text(breakage));
    }
    assert.deepEqual(idle, []);
  });

  it("loosen whatever a rule reads, and what survives is explained", () => {
    const { fields, mutants, killed, explained, survived } = sweep(rules, graph, equivalences);
    const sum = (counts: ReadonlyMap<string, number>) =>
      [...counts.values()].reduce((all, count) => all + count, 0);
    process.stdout.write(
      `      sweep: ${fields} fields, ${mutants} mutants, ${sum(killed)} killed by ${killed.size} rules, ` +
        `${sum(explained)} the same or stricter, ${[...survived.values()].flat().length} survived\n`,
    );
    assert.deepEqual([...survived.values()].flat(), []);
    const unused = equivalences.filter(({ why }) => !explained.has(why));
    assert.deepEqual(unused, [], "explanations that nothing needs");
  });

  async function variant(name: string): Promise<typeof graph> {
    const [, preview] = everyPreview.find(([each]) => each === name) ?? [];
    assert.ok(preview, name);
    return { ...graph, resources: graphOf(await preview()) };
  }
});

function applies(breakage: Breakage, graph: Graph & { readonly stack: StackFacts }): boolean {
  const { done } = mutants(breakage, graph).next();
  return done !== true;
}

function text({ rule, of, at }: Breakage): string {
  return `${rule}: ${[of ?? "everything"].flat().join(", ")}: ${[at].flat().join(", ")}`;
}

function report(outcomes: readonly Outcome[]): void {
  const lines = outcomes.map(
    ({ rule, killed, survived, waived }) =>
      `      ${rule.padEnd(42)} ${String(killed).padStart(6)} killed ${String(survived.length).padStart(4)} survived` +
      (waived > 0 ? ` ${waived} of what is waived` : ""),
  );
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((all, outcome) => all + of(outcome), 0);
  const killed = sum((outcome) => outcome.killed);
  const survived = sum((outcome) => outcome.survived.length);
  process.stdout.write(`${lines.sort().join("\n")}\n`);
  process.stdout.write(
    `      ${killed + survived} mutants, ${killed} killed, ${survived} survived\n`,
  );
}
