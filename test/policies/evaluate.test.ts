import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../policies/evaluate.ts";
import type { Inputs, Resource } from "../../policies/graph.ts";
import type { Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { configMap, facts, graphRule, resourceRule } from "./support/rules.ts";

const pod = (spec: Inputs): Resource => ({
  id: "pod",
  type: "kubernetes:core/v1:Pod",
  name: "pod",
  inputs: { apiVersion: "v1", kind: "Pod", metadata: { name: "pod" }, spec },
});

/** Asks for an image that is not "bad". */
const ofContainer: Rule = {
  ...resourceRule({ name: "image" }),
  looksAt: "container",
  *check({ path, value }) {
    if (value["image"] === "bad") yield { path: `${path}.image`, is: "bad", must: "be good" };
  },
};

/** Asks for two things, the first of which may be unknown only after the second is found. */
const ofPod: Rule = {
  ...resourceRule({ name: "pod" }),
  looksAt: "pod",
  *check({ spec }) {
    if (spec["hostPID"] === true) yield { path: "spec.hostPID", is: true, must: "be false" };
    if (spec["hostIPC"] === true) yield { path: "spec.hostIPC", is: true, must: "be false" };
  },
};

const paths = (found: readonly { readonly path: string }[]) => found.map(({ path }) => path);

describe("evaluation", () => {
  it("asks about each container, so that an unknown one hides no other", () => {
    const containers = [{ image: UNKNOWN }, { image: "bad" }, UNKNOWN];
    const { verdicts, undecided } = evaluate([ofContainer], {
      resources: [pod({ containers: containers.slice(0, 2), initContainers: [{ image: "bad" }] })],
    });
    assert.deepEqual(paths(verdicts), ["spec.initContainers[0].image", "spec.containers[1].image"]);
    assert.deepEqual(paths(undecided), ["spec.containers[0].image"]);
    const whole = evaluate([ofContainer], { resources: [pod({ containers })] });
    assert.deepEqual(paths(whole.undecided), ["spec.containers[2]"]);
  });

  it("keeps what was found before an unknown value", () => {
    const resources = [pod({ hostPID: true, hostIPC: UNKNOWN })];
    const { verdicts, undecided } = evaluate([ofPod], { resources });
    assert.deepEqual([paths(verdicts), paths(undecided)], [["spec.hostPID"], ["spec.hostIPC"]]);
  });

  it("is undecided about whatever may be a pod", () => {
    const resources = [{ ...pod({}), inputs: { apiVersion: "v1", kind: UNKNOWN, spec: {} } }];
    for (const rule of [ofContainer, ofPod]) {
      const { verdicts, undecided } = evaluate([rule], { resources });
      assert.deepEqual([verdicts, paths(undecided)], [[], ["kind"]]);
    }
  });

  it("hands back the resources as given, with what is unknown in them", () => {
    const resource = configMap("web", { a: "forbidden", b: UNKNOWN });
    for (const rule of [resourceRule(), graphRule()]) {
      const { verdicts } = evaluate([rule], { resources: [resource], stack: facts });
      assert.equal(verdicts[0]?.resource, resource);
    }
  });

  it("takes what a rule cannot read for a violation, and goes on", () => {
    const broken: Rule = {
      ...resourceRule({ name: "broken" }),
      looksAt: "resource",
      *check(resource) {
        yield* [];
        throw new TypeError(resource.name);
      },
    };
    const resource = configMap("web", { text: "forbidden" });
    const { verdicts } = evaluate([broken, resourceRule()], { resources: [resource] });
    assert.deepEqual(
      verdicts.map(({ rule, path }) => [rule.name, path]),
      [
        ["broken", ""],
        ["data-allowed", "data.text"],
      ],
    );
  });

  it("does not ask of plain manifests what only stacks have", () => {
    const resources = [configMap("web", { text: "forbidden" })];
    const rule = resourceRule({ onlyStacks: true });
    assert.deepEqual(evaluate([rule], { resources }).verdicts, []);
    assert.equal(evaluate([rule], { resources, stack: facts }).verdicts.length, 1);
  });
});

describe("evaluation of anything", function () {
  this.timeout(60_000);

  const keys = fc.constantFrom(
    ...["metadata", "name", "namespace", "labels", "annotations", "spec", "template", "selector"],
    ...[
      "containers",
      "initContainers",
      "image",
      "securityContext",
      "volumes",
      "ports",
      "resources",
    ],
    ...["limits", "rules", "data", "stringData", "matchLabels", "app", "apiVersion", "kind"],
    ...["__proto__", "constructor", "toString", "hasOwnProperty", "length", "0", ""],
  );
  const leaf = fc.oneof(
    fc.constantFrom(null, undefined, true, 0, -1, NaN, 2 ** 60, "", "a", "x".repeat(5000), UNKNOWN),
    fc.string(),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "large" },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc
        .array(fc.tuple(keys, tie("value")), { maxLength: 5 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const kind = fc.constantFrom(
    ...["Pod", "Deployment", "StatefulSet", "CronJob", "DaemonSet", "Job", "NetworkPolicy"],
    ...["Service", "Ingress", "Secret", "ConfigMap", "Namespace", "HorizontalPodAutoscaler"],
    ...["PersistentVolumeClaim", "Certificate", "HTTPRoute", "ClusterRole", "constructor"],
  );
  const resource: fc.Arbitrary<Resource> = fc
    .record({ kind: fc.oneof(kind, value), fields: fc.dictionary(keys, value, { maxKeys: 6 }) })
    .map(({ kind, fields }) => ({
      id: "",
      type: "kubernetes:v1:Any",
      name: "any",
      inputs: { ...fields, kind },
    }));

  it("never throws, and is soon done", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 4 }), (some) => {
        const resources = some.map((each, index) => ({ ...each, id: `urn::${index}` }));
        const { verdicts } = evaluate(rules, { resources, stack: facts });
        for (const { resource } of verdicts) assert.ok(resources.includes(resource));
      }),
      { numRuns: 300 },
    );
  });
});
