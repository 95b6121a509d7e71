import assert from "node:assert/strict";
import { parse } from "yaml";
import { renderFiles, toYaml } from "../../infra/preview/files.ts";
import { component, documentOf, object, settings, stack } from "./documents.ts";

const paths = (...resources: Parameters<typeof documentOf>[0]) =>
  [...renderFiles(documentOf(resources)).keys()].filter((path) => !path.startsWith("_stack/"));

describe("preview as files", () => {
  it("has a folder for each namespace, and others for what has none", () => {
    assert.deepEqual(
      paths(
        object("core/v1:Service", "s", { metadata: { name: "backend", namespace: "taskflow" } }),
        object("core/v1:Namespace", "n", { metadata: { name: "taskflow" } }),
        object("core/v1:Secret", "autonamed", { metadata: { namespace: "[unknown]" } }),
        component("Backend", "b"),
        { ...object("x", "session", {}), type: "random:index/randomPassword:RandomPassword" },
        { ...object("x", "cluster", {}), type: "pulumi:providers:kubernetes" },
      ),
      [
        "_cluster/namespace-taskflow.yaml",
        "_components/backend-b.yaml",
        "_pulumi/kubernetes_provider-cluster.yaml",
        "_random/randompassword-session.yaml",
        "_unknown/secret-autonamed.yaml",
        "taskflow/service-backend.yaml",
      ],
    );
  });

  it("names settings after their component, so that other content is the same file", () => {
    const path = ["taskflow/configmap-web.yaml"];
    assert.deepEqual(paths(settings("web", "0123abcd", {})), path);
    assert.deepEqual(paths(settings("web", "ffffffff", {})), path);
    const job = { metadata: { name: "roles-30b464bd", namespace: "taskflow" } };
    assert.deepEqual(paths(object("batch/v1:Job", "database-roles", job)), [
      "taskflow/job-roles.yaml",
    ]);
  });

  it("tells resources of one path apart whatever their order", () => {
    const [one, two] = ["a/v1:Thing", "b/v1:Thing"].map((type) => object(type, "x", {}));
    assert.ok(one && two);
    assert.equal(paths(one, two).length, 2);
    assert.deepEqual(paths(one, two), paths(two, one));
  });

  it("cannot be led out of its folder", () => {
    const hostile = { metadata: { name: "../../etc/passwd", namespace: ".." } };
    assert.deepEqual(paths(object("core/v1:Pod", "x", hostile)), ["-/pod--etc_passwd.yaml"]);
  });

  it("heads each file with what the engine knows beside the inputs", () => {
    const resource = object(
      "core/v1:Secret",
      "s",
      { kind: "Secret", data: { b: "[secret]", a: "1" }, apiVersion: "v1" },
      {
        dependsOn: ["urn:a", "urn:b"],
        options: { protect: true, ignoreChanges: ["data", "type"] },
        provider: "urn:pulumi:test::taskflow::pulumi:providers:kubernetes::cluster",
      },
    );
    assert.equal(
      renderFiles(documentOf([resource])).get("_cluster/secret-s.yaml"),
      [
        `# urn: ${resource.urn}`,
        `# parent: ${stack.urn}`,
        `# provider: ${resource.provider ?? ""}`,
        "# dependsOn:",
        "#   urn:a",
        "#   urn:b",
        "# options: protect ignoreChanges=data,type",
        "apiVersion: v1",
        "kind: Secret",
        "data:",
        '  a: "1"',
        '  b: "[secret]"',
        "",
      ].join("\n"),
    );
  });

  it("keeps a line break in a name inside the comment", () => {
    const text = renderFiles(documentOf([object("a:B", "x\nkind: Evil", { a: 1 })])).get(
      "_cluster/b-x_kind__Evil.yaml",
    );
    assert.deepEqual(parse(text ?? ""), { a: 1 });
  });

  it("holds the values as they are, in an order that does not depend on theirs", () => {
    const inputs = {
      text: "a\nb\n",
      long: "x ".repeat(100),
      yes: "yes",
      number: "0123",
      __proto__x: 1,
      10: 1,
      9: 2,
    };
    const reversed = Object.fromEntries(Object.entries(inputs).reverse());
    const text = (value: Readonly<Record<string, unknown>>) =>
      renderFiles(documentOf([object("a:B", "b", value)])).get("_cluster/b-b.yaml") ?? "";
    assert.deepEqual(parse(text(inputs)), inputs);
    assert.equal(text(reversed), text(inputs));
  });

  it("has the outputs of the stack", () => {
    const files = renderFiles(documentOf([], { outputs: { url: "https://a" } }));
    assert.match(files.get("_stack/outputs.yaml") ?? "", /\nurl: https:\/\/a\n$/);
  });

  it("quotes text that readers of YAML 1.1 would take for something else", () => {
    assert.equal(
      toYaml({ list: ["on", "yes", "n", "12:30", "014", "true", true, "text"] }),
      'list:\n  - "on"\n  - "yes"\n  - "n"\n  - "12:30"\n  - "014"\n  - "true"\n  - true\n  - text\n',
    );
  });
});
