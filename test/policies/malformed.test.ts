import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../policies/evaluate.ts";
import { exampleGraph } from "../../policies/example-graph.ts";
import type { Graph, Inputs, Resource } from "../../policies/graph.ts";
import { message } from "../../policies/message.ts";
import type { Manifest } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { deployment, ground, metadata } from "./support/compliant.ts";
import { GONE, type Steps, changed } from "./support/fields.ts";
import { junk, ownFields, paths } from "./support/junk.ts";
import { BREAKING, FIELDS, KINDS, TEXTS, WIDE, WORKLOADS } from "./support/malformed.ts";
import { declaredBy } from "./support/production.ts";
import { type Reads, tracked } from "./support/tracking.ts";

const RUNS = 2_000;

const around = exampleGraph(ground);
const ofAll = rules.filter(({ looksAt }) => looksAt === "graph");
const ofOne = rules.filter(({ looksAt }) => looksAt !== "graph");

/** As long as a text of hundreds of settings. */
const LENGTH = 30_000;

describe("malformed objects", function () {
  this.timeout(120_000);
  let samples: readonly Resource[];

  before(async () => {
    const { graph } = await declaredBy("production");
    const byKind = Map.groupBy(graph.resources, ({ inputs, type }) =>
      typeof inputs["kind"] === "string" ? inputs["kind"] : type,
    );
    const files = graph.resources.flatMap(({ inputs: { kind, data } }) =>
      kind === "ConfigMap" ? [data] : [],
    );
    const everyFile = empty("v1", "ConfigMap");
    samples = [
      {
        ...everyFile,
        inputs: { ...everyFile.inputs, data: Object.assign({}, ...files) as object },
      },
      ...[...byKind.values()].flatMap((resources) => resources.slice(0, 3)),
      ...KINDS.map(([apiVersion, kind]) => empty(apiVersion, kind)),
    ];
  });

  it("never stop a rule", () => {
    const broken = fc
      .tuple(fc.nat(), fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 6 }))
      .map(([index, changes]) => {
        const resource = samples[index % samples.length];
        assert.ok(resource);
        return { ...resource, inputs: spoiled(resource.inputs, changes) };
      });
    let verdicts = 0;
    fc.assert(
      fc.property(broken, (resource) => {
        verdicts += verdictOf(resource);
      }),
      { numRuns: RUNS },
    );
    process.stdout.write(
      `      ${RUNS} objects of ${samples.length} samples: ${verdicts} violations\n`,
    );
  });

  it("never stop a rule when nothing of them is right", () => {
    const broken = fc
      .tuple(fc.nat(), fc.array(fc.tuple(fc.constantFrom(...FIELDS), junk)))
      .map(([index, fields]) => {
        const [apiVersion, kind] = KINDS[index % KINDS.length] ?? ["v1", "Pod"];
        const inputs = { ...ownFields(fields), apiVersion, kind };
        return { ...empty(apiVersion, kind), inputs };
      });
    fc.assert(
      fc.property(broken, (resource) => {
        verdictOf(resource);
      }),
      { numRuns: RUNS },
    );
  });

  it("do not pass for what else is in them", () => {
    const cases = fc.tuple(
      fc.nat(),
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 8 }),
    );
    fc.assert(
      fc.property(cases, ([workload, breaking, changes]) => {
        const [manifest, at] = WORKLOADS[workload % WORKLOADS.length] ?? WORKLOADS[0];
        const [rule, field, value] = BREAKING[breaking % BREAKING.length] ?? BREAKING[0];
        const way: Steps = [...at, "spec", "containers", 0, ...field];
        // What decides whether there is a container at all must stay.
        const kept = (steps: Steps) =>
          !["kind", "apiVersion"].includes(String(steps[0])) &&
          !(steps.includes("os") || steps.includes("hostUsers")) &&
          !way.slice(0, steps.length).every((step, index) => step === steps[index]) &&
          !steps.slice(0, way.length).every((step, index) => step === way[index]);
        const spoilt = spoiled(manifest, changes, kept);
        const inputs = changed(spoilt, way, () => value) as Inputs;
        const { resources } = exampleGraph([inputs]);
        const asked = rules.filter(({ name }) => name === rule);
        const { verdicts } = evaluate(asked, { resources });
        assert.ok(verdicts.length > 0, `${rule} does not see ${JSON.stringify(inputs)}`);
      }),
      { numRuns: RUNS },
    );
  });

  it("are blocked when they are of another kind than they were declared", () => {
    fc.assert(
      fc.property(junk, (kind) => {
        const [resource] = exampleGraph([deployment()]).resources;
        assert.ok(resource);
        const inputs = { ...resource.inputs, kind };
        const { verdicts } = evaluate(rules, { resources: [{ ...resource, inputs }] });
        assert.ok(verdicts.some(({ rule }) => rule.name === "object-kind"));
      }),
    );
  });

  for (const [name, wide] of Object.entries(WIDE)) {
    it(`are read in time: twice as many ${name} in twice the reads`, () => {
      const reads = (size: number) => readsOf(wide(size));
      const [once, twice] = [reads(200), reads(400)];
      // A base that does not grow makes the ratio smaller, never larger.
      assert.ok(twice <= once * 2.2, `${once} reads became ${twice}`);
    });
  }

  for (const [name, text] of Object.entries(TEXTS)) {
    it(`are read in time: ${name}, for a text that is twice as long`, () => {
      const [once, twice] = [timeOf(text, LENGTH), timeOf(text, 2 * LENGTH)];
      // Where time grows with the square it is four times as much, of half a second and more.
      assert.ok(twice <= 3 * once + 300, `${once} ms became ${twice}`);
    });
  }

  /** Milliseconds of the processor for one object of each kind, all of whose texts are this one. */
  function timeOf(text: string, length: number): number {
    const long = text.repeat(Math.ceil(length / text.length));
    // What production declares is listed first, and says more than what is empty.
    const byKind = new Map(
      samples.toReversed().map((resource) => [resource.inputs["kind"], resource]),
    );
    const resources = [...byKind.values()].map((resource) => ({
      ...resource,
      inputs: texts(resource.inputs, long) as Inputs,
    }));
    const start = process.cpuUsage();
    for (const resource of resources) evaluate(rules, { resources: [resource] });
    return process.cpuUsage(start).user / 1000;
  }

  function verdictOf(resource: Resource): number {
    // Rules that look at one object at a time have nothing to see in those around it.
    const verdicts = [
      ...evaluate(ofOne, { ...around, resources: [resource] }).verdicts,
      ...evaluate(ofAll, { ...around, resources: [...around.resources, resource] }).verdicts,
    ];
    for (const verdict of verdicts) {
      assert.notEqual(verdict.is, "malformed", `${verdict.rule.name} has thrown`);
      assert.equal(typeof message(verdict), "string");
    }
    return verdicts.length;
  }
});

function empty(apiVersion: string, kind: string): Resource {
  const inputs = { apiVersion, kind, metadata: metadata(), spec: {} };
  return { id: `sample ${kind}`, type: `kubernetes:${apiVersion}:${kind}`, name: "sample", inputs };
}

/** The object with junk in some places, that it has or not. */
function spoiled(
  object: Inputs,
  changes: readonly (readonly [number, unknown])[],
  may: (steps: Steps) => boolean = () => true,
): Inputs {
  return changes.reduce<Inputs>((spoilt, [number, value]) => {
    const places = paths(spoilt).filter(may);
    const steps = places[number % places.length];
    if (!steps) return spoilt;
    // Now and then a field is taken away.
    const to = number % 7 === 0 ? GONE : value;
    return changed(spoilt, steps, () => to) as Inputs;
  }, object);
}

/** How often the rules read anything of these objects. */
function readsOf(manifests: readonly Manifest[]): number {
  const reads: Reads = { paths: new Map(), count: 0 };
  const resources = exampleGraph(manifests).resources.map((resource) => ({
    ...resource,
    inputs: tracked(resource.inputs, reads, () => true),
  }));
  evaluate(rules, { resources } satisfies Graph);
  return reads.count;
}

const IDENTITY = ["kind", "apiVersion", "type", "operator"];

/** The object with another text wherever it has one, but for what says what it is. */
function texts(value: unknown, text: string, name = ""): unknown {
  if (typeof value === "string") return IDENTITY.includes(name) ? value : text;
  if (Array.isArray(value)) return value.slice(0, 2).map((inner) => texts(inner, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, texts(inner, text, key)]),
  );
}
