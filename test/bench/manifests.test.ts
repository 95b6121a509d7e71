import assert from "node:assert/strict";
import { parse } from "yaml";
import {
  type Manifest,
  chartFiles,
  escapeTemplate,
  kustomizeFiles,
  parseManifests,
  requireSame,
} from "./manifests.ts";

const configMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "taskflow" },
  data: { ssl: "on", message: "{{ $labels.instance }} is down" },
};
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "taskflow" } };

describe("manifests of the bench", () => {
  it("lists every file for kustomize", () => {
    const files = kustomizeFiles([namespace, configMap]);
    const { resources } = parse(files.get("kustomization.yaml") ?? "") as { resources: string[] };
    assert.deepEqual(resources, ["0-namespace.yaml", "1-configmap.yaml"]);
    assert.ok(resources.every((path) => files.has(path)));
  });

  it("quotes what YAML 1.1 takes for a boolean", () => {
    assert.match(kustomizeFiles([configMap]).get("0-configmap.yaml") ?? "", /ssl: "on"/);
  });

  it("keeps a chart from filling in what is no value of its own", () => {
    assert.equal(escapeTemplate("{{ a }} { b }"), '{{ "{{" }} a }} { b }');
    const template = chartFiles([configMap]).get("templates/0-configmap.yaml") ?? "";
    assert.match(template, /\{\{ "\{\{" \}\} \$labels\.instance \}\} is down/);
  });

  it("reads the objects of an output, and no empty document", () => {
    const text = "---\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: taskflow\n";
    assert.deepEqual(parseManifests(text), [namespace]);
  });

  it("accepts the same objects in any order", () => {
    requireSame("tool", [configMap, namespace], [namespace, configMap]);
  });

  const changed = { ...configMap, data: {} };
  const added = { ...namespace, metadata: { name: "other" } };
  const unequal: readonly (readonly [string, readonly Manifest[], RegExp])[] = [
    ["missing", [namespace], /another v1 ConfigMap taskflow settings, or none/],
    ["changed", [namespace, changed], /another v1 ConfigMap taskflow settings, or none/],
    ["added", [namespace, configMap, added], /renders v1 Namespace other, which is not ours/],
  ];
  for (const [what, actual, message] of unequal) {
    it(`refuses an object that is ${what}`, () => {
      assert.throws(() => {
        requireSame("tool", actual, [namespace, configMap]);
      }, message);
    });
  }
});
