import assert from "node:assert/strict";
import { renderCounts, renderOutputs, renderTree } from "../../infra/preview/text.ts";
import { component, documentOf, object, stack } from "./documents.ts";

const backend = component("Backend", "taskflow-backend");
const inBackend = { parent: backend.urn };
const deployment = object(
  "apps/v1:Deployment",
  "taskflow-backend",
  { metadata: { name: "backend", namespace: "taskflow" } },
  inBackend,
);

describe("preview as text", () => {
  it("shows a tree of components, with names where they differ and what is protected", () => {
    const claim = object(
      "core/v1:PersistentVolumeClaim",
      "data",
      {},
      {
        ...inBackend,
        options: { protect: true, retainOnDelete: true },
      },
    );
    const namespace = object("core/v1:Namespace", "taskflow", { metadata: { name: "taskflow" } });
    assert.equal(
      renderTree(documentOf([backend, deployment, claim, namespace])),
      [
        "Stack taskflow-test",
        "├─ Backend taskflow-backend",
        "│  ├─ Deployment taskflow-backend (taskflow/backend)",
        "│  └─ PersistentVolumeClaim data protected retained on deletion",
        "└─ Namespace taskflow",
      ].join("\n"),
    );
  });

  const policies = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      object("networking.k8s.io/v1:NetworkPolicy", `p${index}`, {}),
    );

  it("shows many siblings of one type as one branch", () => {
    assert.equal(
      renderTree(documentOf([{ ...deployment, parent: stack.urn }, ...policies(4)])),
      [
        "Stack taskflow-test",
        "├─ Deployment taskflow-backend (taskflow/backend)",
        "└─ NetworkPolicy × 4",
        "   ├─ p0",
        "   ├─ p1",
        "   ├─ p2",
        "   └─ p3",
      ].join("\n"),
    );
    assert.ok(!renderTree(documentOf(policies(3))).includes("×"));
  });

  it("shows a resource whose parent is not in the document", () => {
    assert.match(renderTree(documentOf([{ ...deployment, parent: "urn:gone" }])), /^Deployment /m);
  });

  it("counts resources by type, components apart", () => {
    assert.equal(
      renderCounts(documentOf([backend, deployment, ...policies(2)])),
      "3 resources in 1 component\n  2 NetworkPolicy, 1 Deployment",
    );
  });

  it("shows outputs in one line each", () => {
    assert.equal(renderOutputs(documentOf([])), "no outputs");
    assert.equal(
      renderOutputs(documentOf([], { outputs: { url: "https://a", hosts: ["a"], text: "a\nb" } })),
      'outputs\n  url    https://a\n  hosts  ["a"]\n  text   "a\\nb"',
    );
  });
});
