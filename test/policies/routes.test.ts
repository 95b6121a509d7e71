import assert from "node:assert/strict";
import { evaluate } from "../../policies/evaluate.ts";
import { exampleGraph } from "../../policies/example-graph.ts";
import { object } from "../../policies/example-objects.ts";
import type { Manifest } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";

type Fields = Readonly<Record<string, unknown>>;

const ABOUT_ROUTES = [
  "host-redirects-to-https",
  "login-is-rate-limited",
  "route-backend-exists",
  "route-certificate-exists",
  "route-has-tls",
  "route-is-rate-limited",
  "route-sends-content-security-policy",
  "route-sends-hsts",
  "route-sends-security-headers",
];

const HEADERS = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=()",
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
};

const shared: readonly Manifest[] = [
  object("v1", "Service", "backend", { spec: { ports: [{ name: "http", port: 3000 }] } }),
  object("cert-manager.io/v1", "Certificate", "www", {
    spec: { secretName: "tls-www", dnsNames: ["*.example.com"] },
  }),
];

/** Names of the rules about routes that find something. */
function found(manifests: readonly Manifest[]): string[] {
  const asked = rules.filter(({ name }) => ABOUT_ROUTES.includes(name));
  assert.equal(asked.length, ABOUT_ROUTES.length);
  const { verdicts, undecided } = evaluate(asked, exampleGraph([...shared, ...manifests]));
  assert.deepEqual(undecided, []);
  return [...new Set(verdicts.map(({ rule }) => rule.name))].sort();
}

describe("rules about routes of Gateway API", () => {
  const GROUP = "gateway.networking.k8s.io";
  const gateway = (listener: Fields = {}) =>
    object(`${GROUP}/v1`, "Gateway", "edge", {
      spec: {
        listeners: [
          { name: "http", protocol: "HTTP", port: 80 },
          {
            name: "https",
            hostname: "www.example.com",
            protocol: "HTTPS",
            port: 443,
            tls: { certificateRefs: [{ kind: "Secret", name: "tls-www" }] },
            ...listener,
          },
        ],
      },
    });
  const route = (name: string, sectionName: string, rule: Fields) =>
    object(`${GROUP}/v1`, "HTTPRoute", name, {
      spec: {
        parentRefs: [{ name: "edge", sectionName }],
        hostnames: ["www.example.com"],
        rules: [rule],
      },
    });
  const redirect = route("redirect", "http", {
    filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }],
  });
  const api = (sectionName = "https", headers: Fields = HEADERS) =>
    route("api", sectionName, {
      matches: [{ path: { type: "RegularExpression", value: "(?i)/api/auth(/.*)?" } }],
      filters: [
        {
          type: "ResponseHeaderModifier",
          responseHeaderModifier: {
            set: Object.entries(headers).map(([name, value]) => ({ name, value })),
          },
        },
      ],
      backendRefs: [{ name: "backend", port: 3000 }],
    });
  const limit = (requests: number, unit = "Minute") =>
    object("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy", "api", {
      spec: {
        targetRefs: [{ group: GROUP, kind: "HTTPRoute", name: "api" }],
        rateLimit: { local: { rules: [{ limit: { requests, unit } }] } },
      },
    });

  it("find nothing where nothing is wrong", () => {
    assert.deepEqual(found([gateway(), redirect, api(), limit(10)]), []);
  });

  it("find a listener by plain HTTP", () => {
    const objects = [gateway(), redirect, api("http"), limit(10)];
    assert.deepEqual(found(objects), ["route-has-tls"]);
  });

  it("find a parent that is not there", () => {
    const objects = [gateway(), redirect, api("https-api"), limit(10)];
    assert.deepEqual(found(objects), ["route-backend-exists"]);
  });

  it("find a certificate that nobody keeps", () => {
    const tls = { certificateRefs: [{ kind: "Secret", name: "tls-old" }] };
    const objects = [gateway({ tls }), redirect, api(), limit(10)];
    assert.deepEqual(found(objects), ["route-certificate-exists"]);
  });

  it("find a host without a redirect", () => {
    assert.deepEqual(found([gateway(), api(), limit(10)]), ["host-redirects-to-https"]);
  });

  it("find limits that are missing, or too wide for the login", () => {
    assert.deepEqual(found([gateway(), redirect, api()]), [
      "login-is-rate-limited",
      "route-is-rate-limited",
    ]);
    const wide = [gateway(), redirect, api(), limit(100, "Second")];
    assert.deepEqual(found(wide), ["login-is-rate-limited"]);
  });

  it("find headers that are missing or weak", () => {
    const headers = { ...HEADERS, "Strict-Transport-Security": "max-age=0" };
    const weak = [gateway(), redirect, api("https", headers), limit(10)];
    assert.deepEqual(found(weak), ["route-sends-hsts"]);
    assert.deepEqual(found([gateway(), redirect, api("https", {}), limit(10)]), [
      "route-sends-content-security-policy",
      "route-sends-hsts",
      "route-sends-security-headers",
    ]);
  });
});

describe("rules about routes of Traefik", () => {
  const middleware = (name: string, spec: Fields) =>
    object("traefik.io/v1alpha1", "Middleware", name, { spec });
  const structured = middleware("headers", {
    headers: {
      stsSeconds: 31536000,
      contentTypeNosniff: true,
      frameDeny: true,
      referrerPolicy: "no-referrer",
      permissionsPolicy: "camera=()",
      contentSecurityPolicy: "default-src 'self'; frame-ancestors 'none'",
    },
  });
  const limit = middleware("limit", { rateLimit: { average: 10, period: "1m" } });
  const redirect = middleware("redirect", { redirectScheme: { scheme: "https" } });
  const ingressRoute = (name: string, entryPoints: readonly string[], about: Fields) =>
    object("traefik.io/v1alpha1", "IngressRoute", name, {
      spec: {
        entryPoints,
        routes: [
          {
            match: "Host(`www.example.com`) && PathPrefix(`/api/auth`)",
            services: [{ name: "backend", port: 3000 }],
            middlewares: about["middlewares"],
          },
        ],
        ...(about["tls"] !== undefined && { tls: about["tls"] }),
      },
    });
  const plain = ingressRoute("plain", ["web"], { middlewares: [{ name: "redirect" }] });
  const api = (about: Fields = {}) =>
    ingressRoute("api", ["websecure"], {
      middlewares: [{ name: "headers" }, { name: "limit" }],
      tls: { secretName: "tls-www" },
      ...about,
    });

  it("find nothing where nothing is wrong", () => {
    assert.deepEqual(found([structured, limit, redirect, plain, api()]), []);
  });

  it("find a route without TLS", () => {
    const objects = [structured, limit, redirect, plain, api({ tls: undefined })];
    assert.deepEqual(found(objects), ["route-has-tls"]);
  });

  it("find a middleware that is not there", () => {
    const middlewares = [{ name: "headers" }, { name: "limit" }, { name: "lock" }];
    const objects = [structured, limit, redirect, plain, api({ middlewares })];
    assert.deepEqual(found(objects), ["route-backend-exists"]);
  });
});
