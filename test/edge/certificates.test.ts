import assert from "node:assert/strict";
import { certificateSpec, slug, tlsSecretName } from "../../components/edge/certificate.ts";
import {
  type Dns01,
  type Http01,
  type Http01Route,
  issuerSpec,
} from "../../components/edge/issuer.ts";
import { platform } from "../support/fixtures.ts";

const reference = { group: "cert-manager.io", kind: "Issuer", name: "public" } as const;
const ingress = { kind: "ingress", ingressClassName: "edge-class" } as const;

describe("certificateSpec", () => {
  it("is for one host, from the issuer, into the Secret that the edge reads", () => {
    const spec = certificateSpec("taskflow.example.com", reference, 30);
    assert.deepEqual(spec["dnsNames"], ["taskflow.example.com"]);
    assert.deepEqual(spec["issuerRef"], reference);
    assert.equal(spec["secretName"], tlsSecretName("taskflow.example.com"));
  });

  it("has a new ECDSA key at each renewal, 30 days before the end", () => {
    const spec = certificateSpec("taskflow.example.com", reference, 30);
    assert.deepEqual(spec["privateKey"], {
      algorithm: "ECDSA",
      size: 256,
      encoding: "PKCS8",
      rotationPolicy: "Always",
    });
    assert.equal(spec["duration"], "2160h0m0s");
    assert.equal(spec["renewBefore"], "720h0m0s");
  });

  it("is renewed while it is valid", () => {
    assert.throws(() => certificateSpec("a.example.com", reference, 90), RangeError);
    assert.throws(() => certificateSpec("a.example.com", reference, 0), RangeError);
    assert.equal(certificateSpec("a.example.com", reference, 89)["renewBefore"], "2136h0m0s");
  });
});

describe("slug", () => {
  it("turns a host name into part of a name", () => {
    assert.equal(slug("taskflow.example.com"), "taskflow-example-com");
    assert.equal(slug("*.example.com"), "wildcard-example-com");
  });
});

describe("issuerSpec", () => {
  const email = "ops@example.com";

  it("signs itself for one machine", () => {
    assert.deepEqual(issuerSpec({ kind: "self-signed" }, platform, ingress), { selfSigned: {} });
  });

  it("asks Let's Encrypt unless told otherwise", () => {
    const { acme } = issuerSpec(
      { kind: "acme", email, solver: { kind: "http01" } },
      platform,
      ingress,
    );
    assert.ok(acme && typeof acme === "object");
    assert.ok("server" in acme && "email" in acme);
    assert.equal(acme.server, "https://acme-v02.api.letsencrypt.org/directory");
    assert.equal(acme.email, email);
  });

  it("answers http01 through the class of the controller, by a pod that its namespace admits", () => {
    const [solver] = solvers({ kind: "http01" }, ingress);
    const route = solver?.http01?.ingress;
    assert.equal(route?.ingressClassName, "edge-class");
    assert.equal(route.serviceType, "ClusterIP");
    assert.equal(route.podTemplate.metadata.labels["app"], "acme-solver");
    assert.equal(route.podTemplate.spec.securityContext.runAsUser, 10001);
    assert.ok(route.podTemplate.spec.resources.limits["ephemeral-storage"]);
  });

  it("answers http01 through the Gateway", () => {
    const [solver] = solvers({ kind: "http01" }, { kind: "gateway", gatewayName: "edge" });
    assert.deepEqual(solver?.http01?.gatewayHTTPRoute?.parentRefs, [
      { group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge" },
    ]);
    assert.equal(solver.http01.ingress, undefined);
  });

  it("hands a DNS provider on as it is", () => {
    const provider = { cloudflare: { apiTokenSecretRef: { name: "dns", key: "token" } } };
    assert.deepEqual(solvers({ kind: "dns01", provider }, ingress), [{ dns01: provider }]);
  });

  interface Solver {
    readonly http01?: {
      readonly ingress?: {
        readonly ingressClassName: string;
        readonly serviceType: string;
        readonly podTemplate: {
          readonly metadata: { readonly labels: Record<string, string> };
          readonly spec: {
            readonly securityContext: { readonly runAsUser: number };
            readonly resources: { readonly limits: Record<string, string> };
          };
        };
      };
      readonly gatewayHTTPRoute?: { readonly parentRefs: unknown };
    };
  }

  function solvers(solver: Http01 | Dns01, http01: Http01Route): readonly Solver[] {
    const spec = issuerSpec({ kind: "acme", email, solver }, platform, http01);
    return (spec["acme"] as { solvers: Solver[] }).solvers;
  }
});
