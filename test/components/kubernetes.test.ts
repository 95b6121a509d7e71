import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { childOptions } from "../../components/kubernetes/child-options.ts";
import { configMap, contentHash } from "../../components/kubernetes/config-map.ts";
import { disruptionBudget } from "../../components/kubernetes/disruption-budget.ts";
import { labels, selector } from "../../components/kubernetes/labels.ts";
import { serviceAccount } from "../../components/kubernetes/service-account.ts";
import { objectOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";
import { placement, platform, workload } from "../support/fixtures.ts";

describe("labels", () => {
  it("are the recommended ones, and `app`", () => {
    assert.deepEqual(labels(platform, workload), {
      app: "sample",
      "app.kubernetes.io/name": "sample",
      "app.kubernetes.io/instance": "taskflow-test",
      "app.kubernetes.io/component": "api",
      "app.kubernetes.io/part-of": "taskflow",
      "app.kubernetes.io/managed-by": "pulumi",
    });
  });

  it("change with a release on what is released, and on nothing else", () => {
    const next = { ...platform, version: "v2.0.0" };
    const released = { ...workload, released: true } as const;
    assert.deepEqual(labels(next, workload), labels(platform, workload));
    assert.equal(labels(next, released)["app.kubernetes.io/version"], "v2.0.0");
    assert.equal(labels(platform, released)["app.kubernetes.io/version"], "v1.2.3");
  });

  it("are selected by one, that no release changes", () => {
    assert.deepEqual(selector(workload), { app: "sample" });
  });
});

describe("contentHash", () => {
  const data = fc.dictionary(fc.string(), fc.string());

  it("does not depend on the order of the keys", () => {
    fc.assert(
      fc.property(data, (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        assert.equal(contentHash(reversed), contentHash(record));
      }),
    );
  });

  it("changes with a key and with a value", () => {
    fc.assert(
      fc.property(data, fc.string(), fc.string(), (record, key, value) => {
        fc.pre(!Object.hasOwn(record, key));
        const hashes = [record, { ...record, [key]: value }, { ...record, [key]: `${value}.` }].map(
          contentHash,
        );
        assert.equal(new Set(hashes).size, 3);
      }),
    );
  });

  it("is eight hexadecimal digits", () => {
    fc.assert(fc.property(data, (record) => /^[0-9a-f]{8}$/.test(contentHash(record))));
  });
});

describe("configMap", () => {
  const named = async (text: string) => {
    const document = await previewResources(() => {
      configMap("settings", placement, workload, { "a.conf": text }, {});
    });
    return objectOf(document, { kind: "ConfigMap" });
  };

  it("is named after its content, and immutable", async () => {
    const [first, same, other] = [await named("a"), await named("a"), await named("b")];
    assert.match(first.name, /^settings-[0-9a-f]{8}$/);
    assert.equal(same.name, first.name);
    assert.notEqual(other.name, first.name);
    assert.equal(first.body["immutable"], true);
    assert.equal(first.namespace, "taskflow");
  });
});

describe("serviceAccount", () => {
  it("mounts no token", async () => {
    const document = await previewResources(() => {
      serviceAccount("sample", placement, workload, {});
    });
    const { name, body } = objectOf(document, { kind: "ServiceAccount" });
    assert.equal(name, "sample");
    assert.equal(body["automountServiceAccountToken"], false);
  });
});

describe("disruptionBudget", () => {
  it("lets one pod go, and any that is not healthy", async () => {
    const document = await previewResources(() => {
      disruptionBudget("sample", placement, workload, {});
    });
    assert.deepEqual(objectOf(document, { kind: "PodDisruptionBudget" }).spec, {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: { app: "sample" } },
    });
  });
});

describe("childOptions", () => {
  class Sample extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
      super("taskflow:test:Sample", name, {}, opts);
      serviceAccount(name, placement, { app: name, component: "api" }, childOptions(this, opts));
      this.registerOutputs({});
    }
  }

  it("make a child wait for what its component waits for", async () => {
    const document = await previewResources(() => {
      const first = new Sample("first");
      new Sample("second", { dependsOn: first });
      new Sample("third");
    });
    const account = (name: string) => objectOf(document, { kind: "ServiceAccount", name });
    const { parent, dependsOn } = account("second").resource;
    assert.match(String(parent), /taskflow:test:Sample::second$/);
    assert.equal(dependsOn.includes(account("first").urn), true);
    assert.deepEqual(account("third").resource.dependsOn, []);
  });
});
