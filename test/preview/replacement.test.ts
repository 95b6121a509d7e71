import assert from "node:assert/strict";
import { deletesFirst, forcesReplacement } from "../../infra/preview/replacement.ts";
import { object } from "./documents.ts";

describe("replacement", () => {
  const cases: [type: string, path: string, replaces: boolean][] = [
    ["kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates.[data].spec", true],
    ["kubernetes:apps/v1:StatefulSet", "spec.template.spec", false],
    ["kubernetes:apps/v1:Deployment", "spec.selector.matchLabels.app", true],
    ["kubernetes:apps/v1:Deployment", "spec.selectorOfAnother", false],
    ["kubernetes:batch/v1:Job", "spec.template.spec.containers.[migrate].image", true],
    ["kubernetes:batch/v1:CronJob", "spec.jobTemplate.spec.template", false],
    ["kubernetes:core/v1:Service", "spec.clusterIP", true],
    ["kubernetes:core/v1:Service", "spec.ports.[http].port", false],
    ["kubernetes:core/v1:Secret", "stringData.password", true],
    ["kubernetes:core/v1:ConfigMap", "data.a.b", true],
    ["kubernetes:core/v1:ConfigMap", "metadata.labels.a", false],
    ["kubernetes:cert-manager.io/v1:Certificate", "metadata.name", true],
    ["kubernetes:cert-manager.io/v1:Certificate", "spec.dnsNames", false],
    ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "roleRef.name", true],
    ["random:index/randomPassword:RandomPassword", "length", true],
    ["command:local:Command", "triggers.[0]", true],
    ["command:local:Command", "create", false],
  ];
  for (const [type, path, replaces] of cases) {
    it(`is ${replaces ? "" : "not "}forced by ${path} of ${type}`, () => {
      assert.equal(forcesReplacement(type, path.split(".")), replaces);
    });
  }

  it("deletes first what keeps a fixed name, or is told to", () => {
    const named = (name?: string) =>
      object("core/v1:Service", "s", { metadata: name === undefined ? {} : { name } });
    assert.equal(deletesFirst(named("a"), named("a")), true);
    assert.equal(deletesFirst(named("a"), named("b")), false);
    assert.equal(deletesFirst(named(), named()), false);
    const drawn = object("core/v1:Service", "s", {
      metadata: { name: "a-00000000", annotations: { "pulumi.com/autonamed": "true" } },
    });
    assert.equal(deletesFirst(drawn, drawn), false);
    assert.equal(
      deletesFirst(named(), { ...named(), options: { deleteBeforeReplace: true } }),
      true,
    );
  });
});
