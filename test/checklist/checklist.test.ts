import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gates } from "../../components/release/gates/index.ts";
import {
  type Checklist,
  checkItems,
  checklist,
  countStates,
} from "../../infra/checklist/checklist.ts";
import type { Decision } from "../../infra/checklist/decision.ts";
import { byGates } from "../../infra/checklist/deciders.ts";
import { type Item, readItems, sectionOf } from "../../infra/checklist/items.ts";
import { Sources } from "../../infra/checklist/source.ts";
import type { Settings } from "../../infra/config/index.ts";
import type { Resource } from "../../policies/graph.ts";
import { leftOutByK6 } from "../../stacks/k6.ts";

const root = join(import.meta.dirname, "../..");

describe("items of the checklist", () => {
  const items = readItems();

  it("are 186, each once, each in a section with a title", () => {
    assert.equal(items.length, 186);
    assert.equal(new Set(items.map(({ id }) => id)).size, 186);
    for (const item of items) assert.match(sectionOf(item), /^[A-Z]/, item.id);
  });

  it("are those of the contract", function () {
    const contract = join(root, "../shared/checklist/items.tsv");
    if (!existsSync(contract)) this.skip();
    const own = join(root, "infra/checklist/items.tsv");
    assert.equal(readFileSync(own, "utf8"), readFileSync(contract, "utf8"));
  });
});

describe("state of an item", () => {
  const item = (kind: Item["kind"]): Item => ({
    id: "infra.3",
    kind,
    item: "Resource limits configured",
    requirement: "",
  });
  const decision = (by: Decision["by"], standing: Decision["standing"] = "holds"): Decision => ({
    id: "infra.3",
    by,
    name: by,
    standing,
    details: [],
  });
  const stateOf = (kind: Item["kind"], ...decisions: readonly Decision[]) =>
    checkItems([item(kind)], decisions)[0]?.state;

  it("is satisfied by what is enough for its kind, and open without", () => {
    for (const [kind, enough, tooLittle] of [
      ["blocked", "rule", "resource"],
      ["blocked", "configuration", "alert"],
      ["declared", "resource", "rule"],
      ["watched", "alert", "resource"],
      ["written", "document", "rule"],
      ["evidence", "gate", "rule"],
      ["gated", "gate", "alert"],
    ] as const) {
      assert.equal(stateOf(kind, decision(enough)), "satisfied");
      assert.equal(stateOf(kind, decision(tooLittle)), "open");
      assert.equal(stateOf(kind), "open");
    }
  });

  it("is for people what people do", () => {
    assert.equal(stateOf("human"), "human");
  });

  it("is the worst of all that names it", () => {
    const worst = (...standings: readonly Decision["standing"][]) =>
      stateOf(
        "declared",
        decision("resource"),
        ...standings.map((standing) => decision("rule", standing)),
      );
    assert.equal(worst("holds"), "satisfied");
    assert.equal(worst("undecided", "holds"), "undecided");
    assert.equal(worst("waived", "undecided"), "waived");
    assert.equal(worst("advised", "waived"), "advised");
    assert.equal(worst("violated", "advised"), "violated");
    assert.equal(stateOf("gated", decision("rule", "violated")), "violated");
  });

  it("is not made up: a name that the checklist does not have is told with its place", () => {
    const stranger = { ...decision("rule"), id: "infra.33", source: { file: "a.ts", line: 7 } };
    assert.throws(
      () => checkItems([item("blocked")], [stranger]),
      /rule \(a\.ts:7\) names infra\.33/,
    );
  });

  it("comes with what does not hold first, then with what is enough", () => {
    const [checked] = checkItems(
      [item("declared")],
      [decision("rule"), decision("resource"), decision("configuration", "waived")],
    );
    assert.deepEqual(
      checked?.decisions.map(({ by }) => by),
      ["configuration", "resource", "rule"],
    );
  });
});

describe("gates", () => {
  it("decide what they ask about where their commands are declared, and nowhere else", () => {
    const declared = (type: string, create: string): Resource => ({
      id: create,
      type,
      name: create,
      inputs: { create },
    });
    const decided = (...resources: readonly Resource[]) =>
      byGates(resources, gates, new Sources(root), []).map(({ id, by, name }) => [id, by, name]);
    const [evidence] = gates;
    assert.ok(evidence && evidence.checklist.length > 0);
    assert.deepEqual(
      decided(declared("command:local:Command", evidence.name)),
      evidence.checklist.map((id) => [id, "gate", evidence.name]),
    );
    assert.deepEqual(decided(declared("command:local:Command", "true")), []);
    assert.deepEqual(decided(declared("kubernetes:core/v1:ConfigMap", evidence.name)), []);
  });

  it("leave open what needs k6 where none is configured, and say why", () => {
    const smoke = { id: "smoke", type: "command:local:Command", name: "smoke" };
    const standing = (k6?: Settings["k6"]) =>
      byGates(
        [{ ...smoke, inputs: { create: "smoke" } }],
        gates,
        new Sources(root),
        leftOutByK6(k6 ? { k6 } : {}),
      )
        .filter(({ id }) => ["step5.1", "step5.6", "post-perf.1", "post-perf.3"].includes(id))
        .map(({ id, standing, details }) => [id, standing, ...details])
        .sort();
    const why = "No run of k6 is configured (k6).";
    assert.deepEqual(standing(), [
      ["post-perf.1", "holds"],
      ["post-perf.3", "open", why],
      ["step5.1", "holds"],
      ["step5.6", "open", why],
    ]);
    const k6 = { virtualUsers: 1, seconds: 5, requestsPerSecond: 1 };
    assert.ok(standing(k6).every(([, each]) => each === "holds"));
  });
});

for (const stack of ["production", "staging", "local"]) {
  describe(`checklist of ${stack}`, () => {
    let checked: Checklist;
    before(async () => {
      checked = await checklist({ stack, root });
    });

    it("violates nothing, and leaves no item that policies block to nobody", () => {
      const wrong = checked.items.filter(
        ({ kind, state }) => state === "violated" || (kind === "blocked" && state === "open"),
      );
      assert.deepEqual(wrong, []);
    });

    it("counts every item once", () => {
      const counts = Object.values(countStates(checked.items));
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        186,
      );
    });

    it("names a line that there is for everything that decides", () => {
      const lines = new Map<string, number>();
      for (const { id, decisions } of checked.items) {
        for (const { name, source } of decisions) {
          if (!source) continue;
          const file = join(root, source.file);
          if (!lines.has(file)) lines.set(file, readFileSync(file, "utf8").split("\n").length);
          const last = lines.get(file) ?? 0;
          assert.ok(source.line >= 1 && source.line <= last, `${id}: ${name}`);
        }
      }
    });
  });
}

describe("checklist of production", () => {
  it("leaves nothing open, but for the CDN that it does not have", async () => {
    const { items } = await checklist({ stack: "production", root });
    const open = items.filter(({ state }) => state === "open");
    assert.deepEqual(
      open.map(({ id }) => id),
      ["infra.7"],
    );
  });

  it("has what a review answers, where it is measured", async () => {
    const standing = async (stack: string) => {
      const { items } = await checklist({ stack, root });
      const { state, decisions } = items.find(({ id }) => id === "month.3") ?? {};
      return { state, by: decisions?.map(({ by, details }) => [by, ...details]) };
    };
    assert.deepEqual(await standing("production"), { state: "satisfied", by: [["review"]] });
    assert.deepEqual(await standing("local"), {
      state: "open",
      by: [["review", "not measured: kube-state-metrics"]],
    });
  });

  it("points at the line of a rule, an alert, a review and a document", async () => {
    const { items } = await checklist({ stack: "production", root });
    const line = (id: string, name: string) => {
      const found = items.find((item) => item.id === id)?.decisions.find((d) => d.name === name);
      const { file = "", line = 0 } = found?.source ?? {};
      return readFileSync(join(root, file), "utf8").split("\n")[line - 1];
    };
    assert.match(
      line("infra.3", "container-bounded-cpu") ?? "",
      /export const containerBoundedCpu/,
    );
    assert.match(line("day.4", "BackupMissing") ?? "", /alert: "BackupMissing"/);
    assert.match(line("conf.1", "parseConfig") ?? "", /export function parseConfig/);
    assert.match(line("db.4", "poolsWithinConnections") ?? "", /poolsWithinConnections = rule/);
    assert.match(line("week.3", "npm run review -- --window 7d") ?? "", /item: "week\.3"/);
    assert.match(line("docs.2", "docs/runbook.md: Runbook") ?? "", /checklist: docs\.2/);
  });
});
