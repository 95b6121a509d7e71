import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { CertManager } from "../../components/cert-manager/cert-manager.ts";
import { imageResolver } from "../../components/kubernetes/images.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { platform } from "../support/fixtures.ts";
import { objectsOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";

function preview(args: ConstructorParameters<typeof CertManager>[1]): Promise<PreviewDocument> {
  return previewResources(() => {
    const certManager = new CertManager("cert-manager", args);
    new k8s.core.v1.ConfigMap(
      "after",
      { metadata: { name: "after" } },
      { dependsOn: [...certManager.ready] },
    );
  });
}

function afterOf(document: PreviewDocument): readonly string[] {
  return document.resources.find(({ name }) => name === "after")?.dependsOn ?? [];
}

describe("CertManager", () => {
  it("declares nothing where it exists", async () => {
    const document = await preview({ kind: "existing" });
    assert.deepEqual(afterOf(document), []);
    assert.deepEqual(
      objectsOf(document).map(({ name }) => name),
      ["after"],
    );
  });

  describe("installed", () => {
    let document: PreviewDocument;
    before(async () => {
      document = await preview({
        kind: "install",
        version: "v1.21.1",
        placement: {
          platform: { ...platform, image: imageResolver() },
          namespace: "cert-manager",
          priorityClass: "taskflow-test-application",
        },
      });
    });

    it("is the chart, below the component, and what needs it waits for it", () => {
      const chart = document.resources.find(
        ({ type }) => type === "kubernetes-cert-manager:index:CertManager",
      );
      const component = document.resources.find(
        ({ type }) => type === "taskflow:cert-manager:CertManager",
      );
      assert.ok(chart);
      assert.equal(chart.parent, component?.urn);
      assert.ok(afterOf(document).includes(chart.urn));
    });

    it("loses one pod of a kind at a time, and no node waits for a broken one", () => {
      const budgets = objectsOf(document, { kind: "PodDisruptionBudget" });
      assert.deepEqual(
        budgets
          .map(({ name, spec }) => ({ name, spec }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        ["cainjector", "controller", "webhook"].map((component) => ({
          name: `cert-manager-${component}`,
          spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: "AlwaysAllow",
            selector: {
              matchLabels: {
                "app.kubernetes.io/instance": "cert-manager",
                "app.kubernetes.io/component": component,
              },
            },
          },
        })),
      );
    });
  });
});
