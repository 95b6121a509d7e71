import assert from "node:assert/strict";
import type {
  Policy,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import type { Resource } from "../../policies/graph.ts";
import { markedInputs } from "../../policies/pack/inputs.ts";
import { policiesOf } from "../../policies/pack/policies.ts";
import type { StackSettings } from "../../policies/pack/settings.ts";
import type { Rule } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { configMap, facts, graphRule, resourceRule } from "./support/rules.ts";

/** How the engine marks what is not known. Source: proxy.js of @pulumi/policy. */
const ENGINE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Its declarations leave out what it is. */
const guardedByEngine = unknownCheckingProxy as (props: object) => Record<string, unknown>;

const today = "2026-11-23";
const ours: StackSettings = { facts, waivers: [] };
const resource = { ...resourceRule({ name: "alone" }) };
const graph = { ...graphRule({ name: "across" }) };

/** What the engine hands to a policy. */
function argsOf({ id: urn, type, name, inputs }: Resource) {
  const props = guardedByEngine(inputs);
  return { urn, type, name, props, opts: { protect: false } } as unknown as ResourceValidationArgs;
}

function stackArgs(resources: readonly Resource[]): StackValidationArgs {
  return { resources: resources.map(argsOf) } as unknown as StackValidationArgs;
}

/** Asks all policies, as the engine does: each about each resource, then each about all. */
async function ask(policies: readonly Policy[], resources: readonly Resource[]) {
  const told: [policy: string, urn: string | undefined, message: string][] = [];
  for (const each of resources) {
    for (const policy of policies as readonly ResourceValidationPolicy[]) {
      if (typeof policy.validateResource !== "function") continue;
      await policy.validateResource(argsOf(each), (message: unknown, urn?: string) => {
        told.push([policy.name, urn, String(message)]);
      });
    }
  }
  for (const policy of policies as readonly Partial<StackValidationPolicy>[]) {
    await policy.validateStack?.(stackArgs(resources), (message: unknown, urn?: string) => {
      told.push([policy.name ?? "", urn, String(message)]);
    });
  }
  return told;
}

const policies = (rules: readonly Rule[], settings: StackSettings = ours) =>
  policiesOf(rules, settings, today);

describe("policy pack", () => {
  const web = configMap("web", { a: ENGINE_UNKNOWN, b: "forbidden" });

  it("has one policy a rule, with what it says about itself and its level", () => {
    const local = resourceRule({ name: "local", advisoryOnOneMachine: true });
    const level = (settings: StackSettings) =>
      policies([local], settings).map(({ enforcementLevel }) => enforcementLevel);
    assert.deepEqual(level({ facts: { ...facts, environment: "local" }, waivers: [] }), [
      "advisory",
    ]);
    assert.deepEqual(level(ours), ["mandatory"]);
    assert.deepEqual(level({ waivers: [] }), ["mandatory"]);
    const [policy] = policies([resource]);
    assert.deepEqual(
      [policy?.name, policy?.severity, policy?.tags, policy?.remediationSteps],
      ["alone", "high", ["step1.1", "step1.2"], "Write something else."],
    );
  });

  it("finds what is known beside what is not, and never throws the engine's error", async () => {
    const first = configMap("web", { b: "forbidden", a: ENGINE_UNKNOWN });
    const told = await ask(policies([resource, graph]), [first]);
    assert.deepEqual(
      told.map(([policy, urn]) => [policy, urn]),
      [
        ["alone", first.id],
        ["across", first.id],
      ],
    );
    assert.match(told[0]?.[2] ?? "", /^ConfigMap taskflow\/taskflow-web: data\.b is forbidden/);
    assert.deepEqual(await ask(policies([resource, graph]), [web]), []);
  });

  it("judges a resource anew when it is asked about it again", async () => {
    const all = policies([resource, resourceRule({ name: "second" })]);
    const good = configMap("web", { b: "fine" });
    const bad = configMap("web", { b: "forbidden" });
    for (const [given, count] of [
      [good, 0],
      [bad, 2],
      [good, 0],
    ] as const) {
      assert.equal((await ask(all, [given])).length, count);
    }
  });

  it("judges across resources by their inputs, as the gate does, and not by their outputs", async () => {
    const all = policies([resource, graph]);
    const [alone, across] = all as unknown as readonly [
      ResourceValidationPolicy,
      StackValidationPolicy,
    ];
    const told: string[] = [];
    const report = (message: unknown) => told.push(String(message));
    if (typeof alone.validateResource !== "function") assert.fail();
    await alone.validateResource(argsOf(configMap("web", { b: "fine" })), report);
    await across.validateStack(stackArgs([configMap("web", { b: "forbidden" })]), report);
    assert.deepEqual(told, []);
    await across.validateStack(stackArgs([configMap("other", { b: "forbidden" })]), report);
    assert.equal(told.length, 1);
  });

  it("asks of the stacks of others only what is asked of every object", () => {
    const rules = [resource, resourceRule({ name: "ours", onlyStacks: true })];
    assert.deepEqual(
      policies(rules, { waivers: [] }).map(({ name }) => name),
      ["alone"],
    );
    assert.equal(policies(rules).length, 2);
  });

  it("honours waivers, and is violated by one that does not hold", async () => {
    const waiver = {
      rule: "alone",
      object: "ConfigMap/web",
      reason: "The text is that of a test, which nobody reads.",
      by: "Robin Lindqvist",
      until: "2027-06-30",
    };
    const all = policies([resource], { facts, waivers: [waiver] });
    assert.deepEqual(await ask(all, [configMap("web", { b: "forbidden" })]), []);
    assert.deepEqual(
      (await ask(all, [configMap("web", { b: "fine" })])).map(([policy]) => policy),
      ["waivers-hold"],
    );
  });
});

describe("inputs of a policy", () => {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(ENGINE_UNKNOWN, "a", 1, true, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 4 }), tie("value"), { noNullPrototype: true }),
    ),
  }));

  it("are the same with our mark in place of the engine's", () => {
    const marked = (inner: unknown): unknown => {
      if (inner === ENGINE_UNKNOWN) return UNKNOWN;
      if (Array.isArray(inner)) return inner.map(marked);
      if (typeof inner !== "object" || inner === null) return inner;
      return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, marked(each)]));
    };
    fc.assert(
      fc.property(value, (inner) => {
        const props = guardedByEngine({ inner });
        assert.deepEqual(markedInputs(props), marked({ inner }));
      }),
    );
  });
});
