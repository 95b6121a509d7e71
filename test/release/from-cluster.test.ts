import assert from "node:assert/strict";
import { readyEndpoints } from "../../components/release/kubernetes/endpoints.ts";
import { signerIn } from "../../components/release/smoke/from-cluster.ts";

describe("the pods behind a Service", () => {
  const endpoint = (name: string, ready?: boolean) => ({
    targetRef: { kind: "Pod", name },
    ...(ready !== undefined && { conditions: { ready } }),
  });
  const ports = [
    { name: "metrics", port: 9090 },
    { name: "http", port: 3000 },
  ];

  it("are those that are ready, each once, at the port of that name", () => {
    const slices = [
      { endpoints: [endpoint("b", true), endpoint("c", false)], ports },
      // The same pods by their addresses of the other family.
      { endpoints: [endpoint("b", true), endpoint("a")], ports },
    ];
    assert.deepEqual(readyEndpoints(slices, "http"), [
      { pod: "a", port: 3000 },
      { pod: "b", port: 3000 },
    ]);
  });

  it("are none where nothing has the port, or no pod is behind it", () => {
    assert.deepEqual(readyEndpoints([{ endpoints: [endpoint("a")], ports }], "https"), []);
    assert.deepEqual(
      readyEndpoints([{ endpoints: [{ conditions: { ready: true } }], ports }], "http"),
      [],
    );
    assert.deepEqual(readyEndpoints([], "http"), []);
  });
});

describe("who signed a certificate", () => {
  const pem = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;

  it("is the authority that the Secret has", () => {
    assert.equal(signerIn(pem("root"), `${pem("leaf")}\n${pem("middle")}\n`, "tls"), pem("root"));
  });

  it("is the rest of the chain where it has none", () => {
    const chain = [pem("leaf"), pem("middle"), pem("upper")].join("\n");
    assert.equal(signerIn("", chain, "tls"), [pem("middle"), pem("upper")].join("\n"));
  });

  it("is unknown where there is no more than the certificate", () => {
    assert.throws(() => signerIn("", pem("leaf"), "tls"), /Secret tls does not say who signed/);
  });
});
