import assert from "node:assert/strict";
import { addressOf, routeMatch } from "../../components/edge/gateway-api.ts";
import type { EdgeArgs } from "../../components/edge/edge.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import {
  type Fields,
  type KubernetesObject,
  fields,
  list,
  objectOf,
  objectsOf,
} from "../support/objects.ts";
import { monitoring, previewEdge } from "./support.ts";

const GATEWAY_API = "gateway.networking.k8s.io";

function preview(changes: Partial<EdgeArgs> = {}): Promise<PreviewDocument> {
  return previewEdge({ controller: { kind: "gateway-api" }, ...changes });
}

function route(document: PreviewDocument, name: string): KubernetesObject {
  return objectOf(document, { kind: "HTTPRoute", name });
}

function rule(object: KubernetesObject): Fields {
  const [only, ...others] = list(object.spec["rules"]);
  assert.equal(others.length, 0);
  return fields(only);
}

function filter(object: KubernetesObject, type: string): Fields | undefined {
  return list(rule(object)["filters"]).find((candidate) => candidate["type"] === type);
}

/** The policies of a kind that are attached to a route. */
function policies(
  document: PreviewDocument,
  kind: string,
  target: KubernetesObject,
): KubernetesObject[] {
  return objectsOf(document, { kind, namespace: target.namespace ?? "" }).filter((policy) =>
    list(policy.spec["targetRefs"]).some(
      (reference) => reference["kind"] === target.kind && reference["name"] === target.name,
    ),
  );
}

const names = ["edge-login", "edge-api", "edge-pages"] as const;

describe("Edge with Gateway API", () => {
  let document: PreviewDocument;
  before(async () => {
    document = await preview({ hosts: ["taskflow.example.com", "www.example.com"] });
  });

  it("listens for each host with its certificate, for routes of the namespace only", () => {
    const [http, ...https] = list(objectOf(document, { kind: "Gateway" }).spec["listeners"]);
    assert.deepEqual([http?.["name"], http?.["port"], http?.["protocol"]], ["http", 80, "HTTP"]);
    const certificates = objectsOf(document, { kind: "Certificate" });
    assert.deepEqual(
      https.map((listener) => [
        listener["hostname"],
        list(fields(listener["tls"])["certificateRefs"])[0]?.["name"],
      ]),
      certificates.map(({ spec }) => [(spec["dnsNames"] as string[])[0], spec["secretName"]]),
    );
    for (const listener of https) {
      assert.equal(listener["protocol"], "HTTPS");
      assert.equal(fields(listener["tls"])["mode"], "Terminate");
      assert.deepEqual(listener["allowedRoutes"], { namespaces: { from: "Same" } });
    }
  });

  it("routes API and health to the backend, everything else to the frontend", () => {
    const found = names.map((name) => {
      const { matches, backendRefs } = rule(route(document, name));
      return { matches, backendRefs };
    });
    assert.deepEqual(found, [
      {
        matches: [{ path: { type: "RegularExpression", value: "(?i)/api/auth(/.*)?" } }],
        backendRefs: [{ name: "backend", port: 3000 }],
      },
      {
        matches: [
          { path: { type: "PathPrefix", value: "/api" } },
          { path: { type: "Exact", value: "/health" } },
        ],
        backendRefs: [{ name: "backend", port: 3000 }],
      },
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        backendRefs: [{ name: "frontend", port: 80 }],
      },
    ]);
  });

  it("redirects plain HTTP of every host for good", () => {
    const redirect = route(document, "edge-redirect");
    assert.deepEqual(redirect.spec["hostnames"], ["taskflow.example.com", "www.example.com"]);
    assert.deepEqual(
      list(redirect.spec["parentRefs"]).map(({ sectionName }) => sectionName),
      ["http"],
    );
    assert.deepEqual(fields(filter(redirect, "RequestRedirect"))["requestRedirect"], {
      scheme: "https",
      statusCode: 301,
    });
  });

  for (const name of names) {
    it(`serves ${name} over HTTPS only, with headers, and does not name the software`, () => {
      const object = route(document, name);
      const listeners = list(objectOf(document, { kind: "Gateway" }).spec["listeners"])
        .filter(({ protocol }) => protocol === "HTTPS")
        .map((listener) => listener["name"]);
      assert.deepEqual(
        list(object.spec["parentRefs"]).map(({ sectionName }) => sectionName),
        listeners,
      );
      const headers = fields(
        fields(filter(object, "ResponseHeaderModifier"))["responseHeaderModifier"],
      );
      const set = new Map(list(headers["set"]).map((header) => [header["name"], header["value"]]));
      assert.match(String(set.get("Strict-Transport-Security")), /^max-age=63072000/);
      assert.match(String(set.get("Content-Security-Policy")), /frame-ancestors 'none'/);
      assert.deepEqual(headers["remove"], ["Server", "X-Powered-By"]);
    });

    it(`limits ${name} for each address of both families`, () => {
      const [policy, ...others] = policies(document, "BackendTrafficPolicy", route(document, name));
      assert.equal(others.length, 0);
      const rules = list(fields(fields(policy?.spec["rateLimit"])["local"])["rules"]);
      const limits = rules.map((limited) => [
        list(limited["clientSelectors"])[0]?.["sourceCIDR"],
        limited["limit"],
      ]);
      const both = (limit: object) =>
        ["0.0.0.0/0", "::/0"].map((value) => [{ type: "Distinct", value }, limit]);
      assert.deepEqual(limits, [
        ...both({ requests: 100, unit: "Second" }),
        ...(name === "edge-login" ? both({ requests: 10, unit: "Minute" }) : []),
      ]);
    });
  }

  it("limits the body of what the backend reads", () => {
    const limit = (name: string) =>
      policies(document, "BackendTrafficPolicy", route(document, name))[0]?.spec["requestBuffer"];
    assert.deepEqual(limit("edge-api"), { limit: "1048576" });
    assert.deepEqual(limit("edge-login"), { limit: "1048576" });
    assert.equal(limit("edge-pages"), undefined);
  });

  it("answers challenges through the Gateway", () => {
    const gateway = objectOf(document, { kind: "Gateway" });
    assert.match(
      JSON.stringify(objectOf(document, { kind: "Issuer" }).spec),
      new RegExp(`"gatewayHTTPRoute":.*"name":"${gateway.name}"`),
    );
  });

  it("orders the Gateway before its routes, and routes before their policies", () => {
    const gateway = objectOf(document, { kind: "Gateway" });
    for (const { resource } of objectsOf(document, { kind: "HTTPRoute" })) {
      assert.ok(resource.dependsOn.includes(gateway.urn));
    }
    for (const name of names) {
      const object = route(document, name);
      const [policy] = policies(document, "BackendTrafficPolicy", object);
      assert.ok(policy?.resource.dependsOn.includes(object.urn));
    }
  });

  it("is the parent of all its objects", () => {
    const component = document.resources.find(({ type }) => type === "taskflow:edge:Edge");
    for (const { resource } of objectsOf(document)) {
      assert.equal(resource.parent, component?.urn, resource.urn);
    }
  });

  it("waits for the address, unless the cluster gives none", async () => {
    const wait = (found: PreviewDocument) =>
      objectOf(found, { kind: "Gateway" }).annotations["pulumi.com/waitFor"];
    assert.equal(wait(document), "condition=Programmed");
    assert.equal(wait(await preview({ loadBalancer: false })), undefined);
  });

  it("asks for no address restriction, CORS, DNS record or CDN unless told", () => {
    for (const kind of ["SecurityPolicy", "ClientTrafficPolicy", "EnvoyProxy"]) {
      assert.equal(objectsOf(document, { kind }).length, 0, kind);
    }
    assert.equal(objectOf(document, { kind: "Gateway" }).spec["infrastructure"], undefined);
    for (const name of names) {
      assert.equal(filter(route(document, name), "CORS"), undefined);
      assert.deepEqual(Object.keys(route(document, name).annotations), ["taskflow.com/checklist"]);
    }
  });

  it("lets the configured origins call the API", async () => {
    const found = await preview({ allowedOrigins: ["https://a.example.com"] });
    const cors = fields(fields(filter(route(found, "edge-api"), "CORS"))["cors"]);
    assert.deepEqual(cors["allowOrigins"], ["https://a.example.com"]);
    assert.equal(cors["allowCredentials"], true);
    assert.equal(filter(route(found, "edge-pages"), "CORS"), undefined);
  });

  it("leaves credentials away for any origin", async () => {
    const found = await preview({ allowedOrigins: ["*"] });
    const cors = fields(fields(filter(route(found, "edge-api"), "CORS"))["cors"]);
    assert.equal("allowCredentials" in cors, false);
  });

  it("admits the configured addresses only", async () => {
    const found = await preview({ sourceRanges: ["192.0.2.0/24"] });
    for (const name of names) {
      const [policy] = policies(found, "SecurityPolicy", route(found, name));
      assert.deepEqual(policy?.spec["authorization"], {
        defaultAction: "Deny",
        rules: [
          {
            name: "source-ranges",
            action: "Allow",
            principal: { clientCIDRs: ["192.0.2.0/24"] },
          },
        ],
      });
    }
  });

  it("lets only the CDN connect, and finds the client behind it", async () => {
    const found = await preview({
      cdn: { ranges: ["203.0.113.0/24"] },
      dns: { target: "cdn.example.net" },
    });
    const gateway = objectOf(found, { kind: "Gateway" });
    const proxy = objectOf(found, { kind: "EnvoyProxy" });
    assert.deepEqual(gateway.spec["infrastructure"], {
      parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: proxy.name },
    });
    assert.match(JSON.stringify(proxy.spec), /"loadBalancerSourceRanges":\["203.0.113.0\/24"\]/);
    const [client] = policies(found, "ClientTrafficPolicy", gateway);
    assert.deepEqual(client?.spec["clientIPDetection"], { xForwardedFor: { numTrustedHops: 1 } });
    assert.deepEqual(rule(route(found, "edge-assets"))["matches"], [
      { path: { type: "PathPrefix", value: "/assets" } },
    ]);
    const prefix = "external-dns.alpha.kubernetes.io/";
    assert.equal(gateway.annotations[`${prefix}target`], "cdn.example.net");
    const { annotations } = route(found, "edge-pages");
    assert.equal(annotations[`${prefix}hostname`], "taskflow.example.com");
    assert.equal(annotations[`${prefix}ttl`], "300");
  });

  it("counts requests of all replicas together when told", async () => {
    const found = await preview({ controller: { kind: "gateway-api", sharedRateLimits: true } });
    const [policy] = policies(found, "BackendTrafficPolicy", route(found, "edge-login"));
    assert.deepEqual(Object.keys(fields(policy?.spec["rateLimit"])), ["global"]);
  });

  it("takes the class from the arguments", async () => {
    const found = await preview({
      controller: { kind: "gateway-api", gatewayClassName: "envoy-public" },
    });
    assert.equal(objectOf(found, { kind: "Gateway" }).spec["gatewayClassName"], "envoy-public");
  });

  it("lets the monitoring host's route attach from its namespace, for its own addresses", async () => {
    const found = await preview({ monitoring });
    const gateway = objectOf(found, { kind: "Gateway" });
    const listener = list(gateway.spec["listeners"]).at(-1);
    assert.equal(listener?.["hostname"], "grafana.example.com");
    assert.deepEqual(listener["allowedRoutes"], {
      namespaces: {
        from: "Selector",
        selector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
      },
    });
    const object = route(found, "edge-monitoring");
    assert.equal(object.namespace, "monitoring");
    assert.deepEqual(object.spec["parentRefs"], [
      { name: gateway.name, namespace: "taskflow", sectionName: listener["name"] },
    ]);
    const [policy] = policies(found, "SecurityPolicy", object);
    assert.match(JSON.stringify(policy?.spec), /198\.51\.100\.0/);
    assert.equal(policies(found, "SecurityPolicy", route(found, "edge-pages")).length, 0);
    // Listeners read Secrets of their own namespace.
    assert.deepEqual(
      objectsOf(found, { kind: "Certificate" }).map(({ namespace }) => namespace),
      ["taskflow", "taskflow"],
    );
  });

  it("uses only the standard API and Envoy Gateway's own", () => {
    for (const { apiVersion } of objectsOf(document)) {
      assert.ok(
        [`${GATEWAY_API}/v1`, "gateway.envoyproxy.io/v1alpha1", "cert-manager.io/v1"].includes(
          apiVersion,
        ),
        apiVersion,
      );
    }
  });
});

describe("routeMatch", () => {
  it("matches whole folders in whatever case", () => {
    const { value } = routeMatch({ kind: "prefix-any-case", path: "/api/auth" }).path;
    const expression = new RegExp(`^(?:${value.replace("(?i)", "")})$`, "i");
    for (const hit of ["/api/auth", "/api/auth/login", "/API/Auth/Login"]) {
      assert.match(hit, expression);
    }
    for (const miss of ["/api/authors", "/api/tasks", "/x/api/auth"]) {
      assert.doesNotMatch(miss, expression);
    }
  });
});

describe("the address of a Gateway", () => {
  it("is the first it has", () => {
    assert.equal(addressOf({ addresses: [{ value: "192.0.2.1" }] }), "192.0.2.1");
    assert.equal(addressOf({ addresses: [] }), undefined);
    assert.equal(addressOf(undefined), undefined);
  });
});
