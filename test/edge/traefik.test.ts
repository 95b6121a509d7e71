import assert from "node:assert/strict";
import { addressOf, ingressPath } from "../../components/edge/traefik.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type KubernetesObject, fields, list, objectOf, objectsOf } from "../support/objects.ts";
import { monitoring, previewEdge } from "./support.ts";

const ROUTER = "traefik.ingress.kubernetes.io/router.";

function ingress(
  document: PreviewDocument,
  name: string,
  namespace = "taskflow",
): KubernetesObject {
  return objectOf(document, { kind: "Ingress", name, namespace });
}

/** Middlewares of an Ingress in their order, each checked to exist in its namespace. */
function middlewares(document: PreviewDocument, object: KubernetesObject): KubernetesObject[] {
  return (object.annotations[`${ROUTER}middlewares`] ?? "").split(",").map((reference) => {
    const [, name = ""] = /^(.+)@kubernetescrd$/.exec(reference) ?? [];
    const namespace = object.namespace ?? "";
    assert.ok(name.startsWith(`${namespace}-`), `${reference} is not of ${namespace}`);
    return objectOf(document, {
      kind: "Middleware",
      namespace,
      name: name.slice(namespace.length + 1),
    });
  });
}

function spec(document: PreviewDocument, object: KubernetesObject, part: string): unknown {
  const found = middlewares(document, object).filter((middleware) => part in middleware.spec);
  assert.ok(found.length <= 1, `several ${part}`);
  return found[0]?.spec[part];
}

/** Host, path and backend of an Ingress. */
function rules(object: KubernetesObject): string[] {
  return list(object.spec["rules"]).flatMap((rule) =>
    list(fields(rule["http"])["paths"]).map((path) => {
      const service = fields(fields(path["backend"])["service"]);
      const port = fields(service["port"])["number"];
      return [
        rule["host"],
        path["pathType"],
        path["path"],
        `${service["name"] as string}:${port as number}`,
      ].join(" ");
    }),
  );
}

describe("Edge with Traefik", () => {
  let document: PreviewDocument;
  before(async () => {
    document = await previewEdge({ hosts: ["taskflow.example.com", "www.example.com"] });
  });

  it("routes each host", () => {
    const backend = (host: string, path: string) => `${host} ${path} backend:3000`;
    assert.deepEqual(rules(ingress(document, "edge-api")), [
      backend("taskflow.example.com", "Prefix /api"),
      backend("taskflow.example.com", "Exact /health"),
      backend("www.example.com", "Prefix /api"),
      backend("www.example.com", "Exact /health"),
    ]);
    assert.deepEqual(rules(ingress(document, "edge-pages")), [
      "taskflow.example.com Prefix / frontend:80",
      "www.example.com Prefix / frontend:80",
    ]);
    assert.deepEqual(rules(ingress(document, "edge-login")), [
      backend("taskflow.example.com", "ImplementationSpecific /(?i:api/auth)(/|$)"),
      backend("www.example.com", "ImplementationSpecific /(?i:api/auth)(/|$)"),
    ]);
  });

  it("sends requests to the route that is most specific, and challenges to cert-manager", () => {
    const priority = (name: string) =>
      Number(ingress(document, name).annotations[`${ROUTER}priority`]);
    assert.ok(priority("edge-login") > priority("edge-api"));
    assert.ok(priority("edge-api") > priority("edge-pages"));
    // A solver's Ingress has the length of its rule as priority.
    const challenge = `Host("a.b") && Path("/.well-known/acme-challenge/x")`.length;
    for (const name of ["edge-login", "edge-api", "edge-pages", "edge-redirect"]) {
      assert.ok(priority(name) < challenge, name);
    }
  });

  for (const name of ["edge-pages", "edge-api", "edge-login"]) {
    it(`serves ${name} over HTTPS only, with the certificate of each host`, () => {
      const object = ingress(document, name);
      assert.equal(object.annotations[`${ROUTER}entrypoints`], "websecure");
      assert.equal(object.annotations[`${ROUTER}tls`], "true");
      const secrets = objectsOf(document, { kind: "Certificate" }).map((certificate) => ({
        hosts: certificate.spec["dnsNames"],
        secretName: certificate.spec["secretName"],
      }));
      assert.deepEqual(object.spec["tls"], secrets);
    });

    it(`gives ${name} headers first, so that refusals have them too`, () => {
      const [first] = middlewares(document, ingress(document, name));
      assert.match(
        String(
          fields(fields(first?.spec["headers"])["customResponseHeaders"])[
            "Strict-Transport-Security"
          ],
        ),
        /^max-age=63072000/,
      );
      assert.equal(fields(fields(first?.spec["headers"])["customResponseHeaders"])["Server"], "");
    });
  }

  it("redirects plain HTTP of every host for good", () => {
    const redirect = ingress(document, "edge-redirect");
    assert.equal(redirect.annotations[`${ROUTER}entrypoints`], "web");
    assert.equal(redirect.spec["tls"], undefined);
    assert.deepEqual(
      list(redirect.spec["rules"]).map(({ host }) => host),
      ["taskflow.example.com", "www.example.com"],
    );
    assert.deepEqual(spec(document, redirect, "redirectScheme"), {
      scheme: "https",
      permanent: true,
    });
  });

  it("refuses the eleventh login of an address in a minute", () => {
    const limits = middlewares(document, ingress(document, "edge-login")).flatMap((middleware) =>
      "rateLimit" in middleware.spec ? [fields(middleware.spec["rateLimit"])] : [],
    );
    assert.deepEqual(
      limits.map(({ average, period, burst }) => ({ average, period, burst })),
      [
        { average: 100, period: "1s", burst: 100 },
        { average: 10, period: "1m", burst: 10 },
      ],
    );
  });

  it("limits the body of what the backend reads", () => {
    const limit = { maxRequestBodyBytes: 1_048_576 };
    assert.deepEqual(spec(document, ingress(document, "edge-api"), "buffering"), limit);
    assert.deepEqual(spec(document, ingress(document, "edge-login"), "buffering"), limit);
    assert.equal(spec(document, ingress(document, "edge-pages"), "buffering"), undefined);
  });

  it("declares each middleware once and uses each", () => {
    const used = new Set(
      objectsOf(document, { kind: "Ingress" }).flatMap((object) =>
        middlewares(document, object).map(({ urn }) => urn),
      ),
    );
    const declared = objectsOf(document, { kind: "Middleware" }).map(({ urn }) => urn);
    assert.deepEqual([...used].sort(), [...declared].sort());
  });

  it("orders middlewares before the Ingress that names them, and issuers before certificates", () => {
    const object = ingress(document, "edge-api");
    for (const { urn } of middlewares(document, object)) {
      assert.ok(object.resource.dependsOn.includes(urn), urn);
    }
    const { urn: issuer } = objectOf(document, { kind: "Issuer" });
    for (const { resource } of objectsOf(document, { kind: "Certificate" })) {
      assert.ok(resource.dependsOn.includes(issuer));
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
      objectsOf(found, { kind: "Ingress" }).map(
        ({ annotations }) => annotations["pulumi.com/skipAwait"],
      );
    assert.deepEqual(wait(document), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(wait(await previewEdge({ loadBalancer: false })), [
      "true",
      "true",
      "true",
      "true",
    ]);
  });

  it("asks for no address restriction, CORS, DNS record or CDN unless told", () => {
    const kinds = objectsOf(document, { kind: "Middleware" });
    assert.ok(kinds.every(({ spec: found }) => !("ipAllowList" in found)));
    assert.ok(
      kinds.every(
        ({ spec: found }) => !("accessControlAllowOriginList" in fields(found["headers"])),
      ),
    );
    const [pages] = objectsOf(document, { kind: "Ingress", name: "edge-pages" });
    const told = Object.keys(pages?.annotations ?? {}).filter((key) => !key.startsWith(ROUTER));
    assert.deepEqual(told, ["taskflow.com/checklist"]);
    assert.equal(objectsOf(document, { kind: "Ingress", name: "edge-assets" }).length, 0);
  });

  it("lets the configured origins call the API", async () => {
    const found = await previewEdge({ allowedOrigins: ["https://a.example.com"] });
    const headers = fields(spec(found, ingress(found, "edge-api"), "headers"));
    assert.deepEqual(headers["accessControlAllowOriginList"], ["https://a.example.com"]);
    assert.equal(headers["accessControlAllowCredentials"], true);
    assert.equal(headers["addVaryHeader"], true);
    const pages = fields(spec(found, ingress(found, "edge-pages"), "headers"));
    assert.equal(pages["accessControlAllowOriginList"], undefined);
  });

  it("admits the configured addresses only, by the connection", async () => {
    const found = await previewEdge({ sourceRanges: ["192.0.2.0/24"] });
    for (const name of ["edge-pages", "edge-api", "edge-login"]) {
      assert.deepEqual(spec(found, ingress(found, name), "ipAllowList"), {
        sourceRange: ["192.0.2.0/24"],
      });
    }
  });

  it("publishes the hosts when external-dns shall", async () => {
    const found = await previewEdge({ dns: { ttlSeconds: 60, target: "cdn.example.net" } });
    const { annotations } = ingress(found, "edge-pages");
    const prefix = "external-dns.alpha.kubernetes.io/";
    assert.equal(annotations[`${prefix}hostname`], "taskflow.example.com");
    assert.equal(annotations[`${prefix}ttl`], "60");
    assert.equal(annotations[`${prefix}target`], "cdn.example.net");
  });

  it("counts requests of all replicas together in Redis when told", async () => {
    const found = await previewEdge({
      controller: {
        kind: "traefik",
        redis: { endpoints: ["redis.example.com:6379"], secretName: "redis" },
      },
    });
    for (const { spec: limit } of objectsOf(found, { kind: "Middleware" })) {
      if (!("rateLimit" in limit)) continue;
      assert.deepEqual(fields(limit["rateLimit"])["redis"], {
        endpoints: ["redis.example.com:6379"],
        secret: "redis",
      });
    }
  });

  it("takes class and entry points from the arguments", async () => {
    const found = await previewEdge({
      controller: {
        kind: "traefik",
        ingressClassName: "traefik-public",
        entryPoints: { http: "http", https: "https" },
      },
    });
    assert.equal(ingress(found, "edge-pages").spec["ingressClassName"], "traefik-public");
    assert.equal(ingress(found, "edge-pages").annotations[`${ROUTER}entrypoints`], "https");
    assert.equal(ingress(found, "edge-redirect").annotations[`${ROUTER}entrypoints`], "http");
    assert.match(
      JSON.stringify(objectOf(found, { kind: "Issuer" }).spec),
      /"ingressClassName":"traefik-public"/,
    );
  });

  describe("behind a CDN", () => {
    let behind: PreviewDocument;
    before(async () => {
      behind = await previewEdge({
        cdn: { ranges: ["203.0.113.0/24"] },
        sourceRanges: ["192.0.2.0/24"],
        monitoring,
      });
    });

    for (const [name, namespace] of [
      ["edge-pages", "taskflow"],
      ["edge-assets", "taskflow"],
      ["edge-api", "taskflow"],
      ["edge-login", "taskflow"],
      ["edge-monitoring", "monitoring"],
    ] as const) {
      it(`lets only the CDN connect to ${name}, and finds the client behind it`, () => {
        const lists = middlewares(behind, ingress(behind, name, namespace)).flatMap(
          ({ spec: found }) => ("ipAllowList" in found ? [found["ipAllowList"]] : []),
        );
        assert.deepEqual(lists, [
          { sourceRange: ["203.0.113.0/24"] },
          {
            sourceRange: namespace === "monitoring" ? ["198.51.100.0/24"] : ["192.0.2.0/24"],
            ipStrategy: { depth: 1 },
          },
        ]);
      });
    }

    it("counts the requests of the client, not those of the CDN", () => {
      const limits = objectsOf(behind, { kind: "Middleware" }).flatMap(({ spec: found }) =>
        "rateLimit" in found ? [fields(found["rateLimit"])["sourceCriterion"]] : [],
      );
      assert.equal(limits.length, 3);
      for (const limit of limits) {
        assert.deepEqual(limit, { ipStrategy: { ipv6Subnet: 64, depth: 1 } });
      }
    });

    it("lets static files be kept", () => {
      assert.deepEqual(rules(ingress(behind, "edge-assets")), [
        "taskflow.example.com Prefix /assets frontend:80",
      ]);
      const headers = fields(
        fields(spec(behind, ingress(behind, "edge-assets"), "headers"))["customResponseHeaders"],
      );
      assert.match(String(headers["Cache-Control"]), /^public, max-age=3600/);
    });

    it("takes the number of proxies from the arguments where there are more", async () => {
      const found = await previewEdge({ cdn: { ranges: ["203.0.113.0/24"] }, trustedProxies: 2 });
      const limit = objectOf(found, { kind: "Middleware", name: "edge-rate-limit" });
      assert.deepEqual(fields(limit.spec["rateLimit"])["sourceCriterion"], {
        ipStrategy: { ipv6Subnet: 64, depth: 2 },
      });
    });
  });

  it("keeps the monitoring host in its namespace, with issuer and certificate of its own", async () => {
    const found = await previewEdge({ monitoring });
    const object = ingress(found, "edge-monitoring", "monitoring");
    assert.deepEqual(rules(object), ["grafana.example.com Prefix / grafana:3000"]);
    assert.deepEqual(spec(found, object, "ipAllowList"), { sourceRange: ["198.51.100.0/24"] });
    assert.equal(objectsOf(found, { kind: "Issuer", namespace: "monitoring" }).length, 1);
    assert.equal(objectsOf(found, { kind: "Certificate", namespace: "monitoring" }).length, 1);
    assert.equal(ingress(found, "edge-redirect", "monitoring").name, "edge-redirect");
  });

  it("makes no issuer where one exists", async () => {
    const found = await previewEdge({
      issuer: { kind: "existing", name: "company", issuerKind: "ClusterIssuer" },
    });
    assert.equal(objectsOf(found, { kind: "Issuer" }).length, 0);
    assert.deepEqual(objectOf(found, { kind: "Certificate" }).spec["issuerRef"], {
      group: "cert-manager.io",
      kind: "ClusterIssuer",
      name: "company",
    });
  });

  it("refuses a weak HSTS before it declares anything", async () => {
    await assert.rejects(previewEdge({ hsts: { maxAgeSeconds: 300 } }), /too short/);
  });
});

describe("ingressPath", () => {
  it("matches whole folders in whatever case", () => {
    const { path } = ingressPath({ kind: "prefix-any-case", path: "/api/auth" });
    const expression = new RegExp(path.replace("(?i:", "(?:"), "i");
    for (const hit of ["/api/auth", "/api/auth/login", "/API/Auth/Login"]) {
      assert.match(hit, expression);
    }
    for (const miss of ["/api/authors", "/api/tasks", "/auth"])
      assert.doesNotMatch(miss, expression);
  });
});

describe("the address of an Ingress", () => {
  it("is its host name, else its IP address, else none", () => {
    const address = (first: object) =>
      addressOf({ loadBalancer: { ingress: [first] } } as Parameters<typeof addressOf>[0]);
    assert.equal(address({ hostname: "lb.example.net", ip: "192.0.2.1" }), "lb.example.net");
    assert.equal(address({ ip: "192.0.2.1" }), "192.0.2.1");
    assert.equal(addressOf(undefined), undefined);
  });
});
