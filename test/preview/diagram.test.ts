import assert from "node:assert/strict";
import { componentDiagram, componentGraph } from "../../infra/preview/diagram.ts";
import { component, documentOf, object } from "./documents.ts";

/** Components a, b, … with one member each, which depends on the members of the components named. */
function graph(dependencies: Readonly<Record<string, readonly string[]>>) {
  const urn = (name: string) => object("core/v1:Service", `${name}-member`, {}).urn;
  return documentOf(
    Object.entries(dependencies).flatMap(([name, on]) => {
      const owner = component(name.toUpperCase(), name);
      return [
        owner,
        object(
          "core/v1:Service",
          `${name}-member`,
          {},
          {
            parent: owner.urn,
            dependsOn: on.map(urn),
          },
        ),
      ];
    }),
  );
}

const edges = (document: ReturnType<typeof graph>) => {
  const { nodes, edges } = componentGraph(document);
  const label = (urn: string) => nodes.find((node) => node.urn === urn)?.label ?? "";
  return edges.map(({ first, then }) => label(first) + label(then));
};

describe("component diagram", () => {
  it("leads from what comes first to what needs it, without what follows from other edges", () => {
    assert.deepEqual(edges(graph({ a: [], b: ["a"], c: ["a", "b"], d: ["a", "b", "c"] })), [
      "AB",
      "BC",
      "CD",
    ]);
    assert.deepEqual(edges(graph({ a: [], b: ["a"], c: ["a"] })), ["AB", "AC"]);
  });

  it("keeps cycles, which components may have and resources may not", () => {
    assert.deepEqual(edges(graph({ a: ["b"], b: ["a"] })).sort(), ["AB", "BA"]);
  });

  it("has a node for each component with resources, and none for dependencies within one", () => {
    const outer = component("Outer", "outer");
    const inner = component("Inner", "inner", outer);
    const [x, y] = ["x", "y"].map((name) =>
      object("core/v1:Service", name, {}, { parent: inner.urn }),
    );
    assert.ok(x && y);
    assert.equal(
      componentDiagram(documentOf([outer, inner, x, { ...y, dependsOn: [x.urn] }])),
      'flowchart TD\n  c0["Inner"]\n',
    );
  });

  it("tells components of one type apart, and escapes what Mermaid would read as syntax", () => {
    const named = (name: string) => {
      const owner = component("App", name);
      return [owner, object("core/v1:Service", `${name}-s`, {}, { parent: owner.urn })];
    };
    const diagram = componentDiagram(documentOf([...named("one"), ...named('two"]-->x')]));
    assert.match(diagram, /c0\["App one"\]/);
    assert.match(diagram, /c1\["App two#34;#93;--#62;x"\]/);
  });

  it("shows outer components when there are too many", () => {
    const outer = component("Outer", "outer");
    const many = Array.from({ length: 41 }, (_, index) => {
      const inner = component(`Inner${index}`, `inner${index}`, outer);
      return [inner, object("core/v1:Service", `s${index}`, {}, { parent: inner.urn })];
    }).flat();
    assert.deepEqual(
      componentGraph(documentOf([outer, ...many])).nodes.map(({ label }) => label),
      ["Outer"],
    );
  });
});
