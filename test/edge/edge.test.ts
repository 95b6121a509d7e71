import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { output } from "@pulumi/pulumi";
import { Edge } from "../../components/edge/edge.ts";
import { previewResources } from "../support/program.ts";
import { args, monitoring } from "./support.ts";

describe("Edge", () => {
  for (const kind of ["traefik", "gateway-api"] as const) {
    describe(`with ${kind}`, () => {
      it("waits for what it is told to wait for, with all it declares", async () => {
        const document = await previewResources(() => {
          const first = new k8s.core.v1.ConfigMap("first", { metadata: { name: "first" } });
          new Edge("edge", { ...args, controller: { kind }, monitoring }, { dependsOn: first });
        });
        const first = document.resources.find(({ name }) => name === "first");
        const others = document.resources.filter(
          ({ custom, type }) => custom && type.startsWith("kubernetes:") && type !== first?.type,
        );
        assert.ok(first && others.length > 10);
        for (const { urn, dependsOn } of others) assert.ok(dependsOn.includes(first.urn), urn);
      });

      it("fits a program more than once", async () => {
        const document = await previewResources(() => {
          for (const namespace of ["one", "two"]) {
            new Edge(`${namespace}-edge`, {
              ...args,
              namespace,
              controller: { kind },
              hosts: [`${namespace}.example.com`],
            });
          }
        });
        const urns = document.resources.map(({ urn }) => urn);
        assert.equal(new Set(urns).size, urns.length);
      });

      it("says where people go, the monitoring host too", async () => {
        let urls: readonly string[] = [];
        await previewResources(() => {
          ({ urls } = new Edge("edge", { ...args, controller: { kind }, monitoring }));
        });
        assert.deepEqual(urls, ["https://taskflow.example.com", "https://grafana.example.com"]);
      });

      it("has no address where the cluster gives none", async () => {
        let address: unknown = "not asked";
        await previewResources(() => {
          const edge = new Edge("edge", { ...args, controller: { kind }, loadBalancer: false });
          output(edge.address).apply((known) => (address = known));
        });
        assert.equal(address, undefined);
      });
    });
  }
});
