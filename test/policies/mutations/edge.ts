import { type Breakage, type Way, gone, is, made, plus } from "./breakage.ts";

const INGRESS = "Ingress";
const MIDDLEWARE = "Middleware";
const TRAEFIK = 'metadata.annotations."traefik.ingress.kubernetes.io';
const MIDDLEWARES = `${TRAEFIK}/router.middlewares"`;
const ENTRY_POINTS = `${TRAEFIK}/router.entrypoints"`;
const HEADERS = "spec.headers.customResponseHeaders";
const BACKEND = "spec.rules.*.http.paths.*.backend.service";

type Inputs = Readonly<Record<string, unknown>>;
const isRedirect = ({ metadata }: Inputs) =>
  (metadata as { readonly name: string }).name === "edge-redirect";
const serves = (inputs: Inputs) => !isRedirect(inputs);
const called = (name: string) => (inputs: Inputs) =>
  (inputs["metadata"] as { readonly name: string }).name === name;

/** Takes the middlewares out of an annotation whose name says what they do. */
const without = (what: string): Way =>
  made(`without ${what}`, (names: string) =>
    names
      .split(",")
      .filter((name) => !name.includes(what))
      .join(","),
  );

const header = (name: string) => `${HEADERS}."${name}"`;

export const edge: readonly Breakage[] = [
  {
    rule: "route-has-tls",
    of: INGRESS,
    where: serves,
    at: "spec.tls",
    by: [gone, ...is(null, [], [{}], {}, [{ hosts: ["other.example.com"] }], "x")],
  },
  {
    rule: "route-has-tls",
    of: INGRESS,
    where: serves,
    at: "spec.tls.*.hosts",
    by: [gone, ...is(null, [], ["other.example.com"], "x")],
    told: "spec.tls",
  },
  {
    rule: "route-has-tls",
    of: INGRESS,
    where: serves,
    at: ENTRY_POINTS,
    by: is("web", "web,websecure", "http"),
  },
  {
    rule: "route-has-tls",
    of: INGRESS,
    where: serves,
    at: "spec.rules.*.host",
    by: [gone, ...is("other.example.com", "*.example.com", "", null)],
    told: "spec.tls",
  },
  {
    rule: "route-has-tls",
    of: INGRESS,
    where: isRedirect,
    at: MIDDLEWARES,
    by: [gone, ...is("", null)],
    told: "spec.tls",
  },
  {
    rule: "route-has-tls",
    of: MIDDLEWARE,
    where: isRedirect,
    at: ["", "spec", "spec.redirectScheme", "spec.redirectScheme.scheme"],
    by: [gone],
  },
  {
    rule: "route-has-tls",
    of: MIDDLEWARE,
    where: isRedirect,
    at: "spec.redirectScheme.scheme",
    by: is("http", "", null, 1),
  },
  {
    rule: "host-redirects-to-https",
    of: INGRESS,
    where: isRedirect,
    at: ["", "spec.rules"],
    by: [gone],
  },
  {
    rule: "host-redirects-to-https",
    of: INGRESS,
    where: isRedirect,
    at: "spec.rules.*.host",
    by: [gone, ...is("other.example.com", "")],
  },
  {
    rule: "host-redirects-to-https",
    of: INGRESS,
    where: isRedirect,
    at: MIDDLEWARES,
    by: [gone, without("redirect")],
    told: "spec.rules",
  },
  {
    rule: "host-redirects-to-https",
    of: MIDDLEWARE,
    where: isRedirect,
    at: "spec.redirectScheme.scheme",
    by: is("http", ""),
  },
  {
    rule: "route-certificate-exists",
    of: INGRESS,
    where: serves,
    at: "spec.tls.*.secretName",
    by: [gone, ...is("other", "", null, 1)],
  },
  {
    rule: "route-certificate-exists",
    of: "Certificate",
    where: (inputs) =>
      /^(?:taskflow|grafana)-example-com$/.test((inputs["metadata"] as { name: string }).name),
    at: ["", "spec.secretName", "spec.dnsNames", "spec"],
    by: [gone],
  },
  {
    rule: "route-certificate-exists",
    of: "Certificate",
    where: (inputs) =>
      /^(?:taskflow|grafana)-example-com$/.test((inputs["metadata"] as { name: string }).name),
    at: "spec.dnsNames",
    by: is([], ["other.example.com"], ["*.other.example.com"], null),
  },
  {
    rule: "route-backend-exists",
    of: INGRESS,
    where: serves,
    at: `${BACKEND}.name`,
    by: [gone, ...is("other", "", null, "*", 1)],
  },
  {
    rule: "route-backend-exists",
    of: INGRESS,
    where: serves,
    at: `${BACKEND}.port`,
    by: [gone, ...is({ number: 1 }, { name: "other" }, {}, null, 80_000)],
  },
  {
    rule: "route-backend-exists",
    of: INGRESS,
    where: serves,
    at: MIDDLEWARES,
    by: [
      made("+ one that is not there", (names: string) => `${names},taskflow-other@kubernetescrd`),
    ],
  },
  { rule: "route-backend-exists", of: MIDDLEWARE, at: "", by: [gone] },
  {
    rule: "route-backend-exists",
    of: "Service",
    where: (inputs) =>
      /^(?:backend|frontend|grafana)$/.test((inputs["metadata"] as { name: string }).name),
    at: ["", "spec.ports"],
    by: [gone],
  },
  {
    rule: "route-is-rate-limited",
    of: INGRESS,
    where: (inputs) => serves(inputs) && !called("edge-login")(inputs),
    at: MIDDLEWARES,
    by: [gone, without("rate-limit")],
  },
  {
    rule: "route-is-rate-limited",
    of: INGRESS,
    where: serves,
    at: MIDDLEWARES,
    by: [gone, ...is("", null, 1), without("rate-limit")],
  },
  {
    rule: "route-is-rate-limited",
    of: MIDDLEWARE,
    where: called("edge-rate-limit"),
    at: ["spec", "spec.rateLimit", "spec.rateLimit.average"],
    by: [gone],
  },
  {
    rule: "route-is-rate-limited",
    of: MIDDLEWARE,
    where: called("edge-rate-limit"),
    at: "spec.rateLimit.average",
    by: is(0, -1, 1001, 1e9, null, "100", {}),
  },
  {
    rule: "login-is-rate-limited",
    of: INGRESS,
    where: called("edge-login"),
    at: MIDDLEWARES,
    by: [gone, without("login")],
  },
  { rule: "login-is-rate-limited", of: INGRESS, where: called("edge-login"), at: "", by: [gone] },
  {
    rule: "login-is-rate-limited",
    of: MIDDLEWARE,
    where: called("edge-rate-limit-login"),
    at: "spec.rateLimit.average",
    by: [gone, ...is(0, 100, 1000, -1, null, "10")],
  },
  {
    rule: "login-is-rate-limited",
    of: MIDDLEWARE,
    where: called("edge-rate-limit-login"),
    at: "spec.rateLimit.period",
    by: [gone, ...is("1s", "100ms", "")],
    told: "spec.rateLimit",
  },
  {
    rule: "route-sends-hsts",
    of: MIDDLEWARE,
    at: header("Strict-Transport-Security"),
    by: [gone, ...is("", "max-age=0", "max-age=300", "includeSubDomains", null, 1)],
  },
  {
    rule: "route-sends-hsts",
    of: INGRESS,
    where: serves,
    at: MIDDLEWARES,
    by: [gone, without("headers")],
  },
  {
    rule: "route-sends-security-headers",
    of: MIDDLEWARE,
    at: header("X-Content-Type-Options"),
    by: [gone, ...is("", "sniff", "*", null)],
  },
  {
    rule: "route-sends-security-headers",
    of: MIDDLEWARE,
    at: header("Referrer-Policy"),
    by: [gone, ...is("", "unsafe-url", "origin", "no-referrer-when-downgrade", null)],
  },
  {
    rule: "route-sends-security-headers",
    of: MIDDLEWARE,
    at: header("Permissions-Policy"),
    by: [gone, ...is("", "*", null)],
  },
  {
    rule: "route-sends-security-headers",
    of: INGRESS,
    where: serves,
    at: MIDDLEWARES,
    by: [gone, without("headers")],
  },
  {
    rule: "route-sends-content-security-policy",
    of: INGRESS,
    where: (inputs) => serves(inputs) && !called("edge-monitoring")(inputs),
    at: MIDDLEWARES,
    by: [gone, without("headers")],
  },
  {
    rule: "route-sends-content-security-policy",
    of: MIDDLEWARE,
    where: (inputs) => called("edge-headers-pages")(inputs) || called("edge-headers-api")(inputs),
    at: header("Content-Security-Policy"),
    by: [
      gone,
      ...is(
        "",
        "*",
        null,
        "script-src 'self'",
        "default-src *; frame-ancestors 'none'",
        "default-src 'self'",
        "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        "default-src 'self'; script-src 'self' 'unsafe-eval'; frame-ancestors 'none'",
        "default-src https:; frame-ancestors 'none'",
      ),
    ],
  },
  {
    rule: "cors-names-origins",
    of: MIDDLEWARE,
    where: called("edge-headers-api"),
    at: "spec.headers.accessControlAllowOriginList",
    by: [...is(["*"], ["null"], ["https://*"], ["http://*"]), ...plus("*", "null")],
  },
  {
    rule: "cors-names-origins",
    of: MIDDLEWARE,
    at: "spec.headers.accessControlAllowOriginListRegex",
    by: is([".*"], ["^https://.*$"], ["example.com"], ["^https://.*\\.example\\.com"]),
  },
  {
    rule: "cors-names-origins",
    of: MIDDLEWARE,
    at: header("Access-Control-Allow-Origin"),
    by: is("*", "null"),
  },
  {
    rule: "cors-names-origins",
    of: INGRESS,
    at: 'metadata.annotations."nginx.ingress.kubernetes.io/cors-allow-origin"',
    by: is("*", "null"),
  },
  {
    rule: "cors-names-origins",
    of: "Deployment",
    at: "container.env",
    by: plus(
      { name: "CORS_ORIGINS", value: "*" },
      { name: "CORS_ALLOWED_ORIGIN", value: "https://a.example.com,*" },
    ),
  },
  {
    rule: "ingress-no-snippets",
    of: INGRESS,
    at: ["configuration-snippet", "server-snippet", "auth-snippet", "stream-snippet"].map(
      (name) => `metadata.annotations."nginx.ingress.kubernetes.io/${name}"`,
    ),
    by: is("return 200;", ""),
  },
  { rule: "ingress-not-nginx", of: INGRESS, at: "spec.ingressClassName", by: is("nginx") },
  {
    rule: "ingress-not-nginx",
    of: INGRESS,
    at: 'metadata.annotations."kubernetes.io/ingress.class"',
    by: is("nginx"),
  },
  {
    rule: "ingress-not-nginx",
    of: INGRESS,
    at: 'metadata.annotations."nginx.ingress.kubernetes.io/ssl-redirect"',
    by: is("true", ""),
  },
  {
    rule: "ingress-not-nginx",
    at: "container.image",
    by: is("registry.k8s.io/ingress-nginx/controller:v1.15.1"),
  },
  {
    rule: "ingress-not-nginx",
    of: "kubernetes:helm.sh/v3:Release",
    at: "chart",
    by: is("ingress-nginx", "oci://registry.example.com/charts/ingress-nginx"),
  },
];
