import { type Breakage, type Way, gone, is, made, plus } from "./breakage.ts";

const ROUTE = "HTTPRoute";
const LIMITS = "BackendTrafficPolicy";
type Inputs = Readonly<Record<string, unknown>>;
const nameOf = (inputs: Inputs) => (inputs["metadata"] as { readonly name: string }).name;
const serves = (inputs: Inputs) => nameOf(inputs) !== "edge-redirect";
const isRedirect = (inputs: Inputs) => !serves(inputs);
const isLogin = (inputs: Inputs) => nameOf(inputs) === "edge-login";
const SET = "spec.rules.*.filters.*.responseHeaderModifier.set";

interface Header {
  readonly name: string;
  readonly value: string;
}
const header = (name: string, ...values: readonly (string | undefined)[]): Way[] =>
  values.map((value) =>
    made(`${name} ${value ?? "is removed"}`, (headers: readonly Header[]) =>
      headers.flatMap((one) =>
        one.name !== name ? [one] : value === undefined ? [] : [{ name, value }],
      ),
    ),
  );

/** What only the Gateway API has. */
export const gateway: readonly Breakage[] = [
  { rule: "route-has-tls", of: "Gateway", at: "spec.listeners.1.protocol", by: is("HTTP") },
  {
    rule: "route-has-tls",
    of: ROUTE,
    where: serves,
    at: "spec.parentRefs.*.sectionName",
    by: is("http"),
  },
  {
    rule: "host-redirects-to-https",
    of: ROUTE,
    where: isRedirect,
    at: ["", "spec.rules", "spec.rules.*.filters", "spec.hostnames"],
    by: [gone],
    told: "spec.hostnames",
  },
  {
    rule: "host-redirects-to-https",
    of: ROUTE,
    where: isRedirect,
    at: "spec.rules.*.filters.*.requestRedirect.scheme",
    by: [gone, ...is("http", "")],
    told: "spec",
  },
  {
    rule: "route-certificate-exists",
    of: "Gateway",
    at: "spec.listeners.*.tls.certificateRefs.*.name",
    by: [gone, ...is("other", "", null)],
  },
  {
    rule: "route-backend-exists",
    of: ROUTE,
    where: serves,
    at: "spec.rules.*.backendRefs.*.name",
    by: [gone, ...is("other", "", null)],
  },
  {
    rule: "route-backend-exists",
    of: ROUTE,
    where: serves,
    at: "spec.rules.*.backendRefs.*.port",
    by: [gone, ...is(1, 0, null)],
  },
  {
    rule: "route-is-rate-limited",
    of: LIMITS,
    at: ["", "spec.rateLimit", "spec.targetRefs"],
    by: [gone],
  },
  {
    rule: "route-is-rate-limited",
    of: LIMITS,
    where: (inputs) => !isLogin(inputs),
    at: "spec.rateLimit.local.rules",
    by: is([], null),
  },
  {
    rule: "login-is-rate-limited",
    of: LIMITS,
    where: isLogin,
    at: ["", "spec.rateLimit", "spec.targetRefs"],
    by: [gone],
  },
  {
    rule: "login-is-rate-limited",
    of: LIMITS,
    where: isLogin,
    at: "spec.rateLimit.local.rules",
    by: [made("only the first two", (rules: unknown[]) => rules.slice(0, 2))],
  },
  {
    rule: "route-sends-hsts",
    of: ROUTE,
    where: serves,
    at: SET,
    by: [gone, ...header("Strict-Transport-Security", undefined, "", "max-age=0")],
    told: "spec.rules",
  },
  {
    rule: "route-sends-security-headers",
    of: ROUTE,
    where: serves,
    at: SET,
    by: [
      ...header("X-Content-Type-Options", undefined, ""),
      ...header("Referrer-Policy", undefined, "unsafe-url"),
      ...header("Permissions-Policy", undefined, ""),
    ],
    told: "spec.rules",
  },
  {
    rule: "route-sends-content-security-policy",
    of: ROUTE,
    where: serves,
    at: SET,
    by: header("Content-Security-Policy", undefined, "", "default-src *; frame-ancestors 'none'"),
    told: "spec.rules",
  },
  {
    rule: "cors-names-origins",
    of: ROUTE,
    at: "spec.rules.*.filters.*.cors.allowOrigins",
    by: [...is(["*"], ["null"], ["https://*"]), ...plus("*")],
  },
  {
    rule: "cors-names-origins",
    of: ROUTE,
    where: serves,
    at: SET,
    by: plus({ name: "Access-Control-Allow-Origin", value: "*" }),
  },
];

/** What only a vault outside the cluster has. */
export const vault: readonly Breakage[] = [
  {
    rule: "external-secret-is-wired",
    of: "ExternalSecret",
    at: "spec.secretStoreRef.name",
    by: [gone, ...is("other", "", null)],
  },
  {
    rule: "external-secret-is-wired",
    of: "ExternalSecret",
    at: "spec.secretStoreRef",
    by: [gone, ...is(null, {})],
  },
  { rule: "external-secret-is-wired", of: "SecretStore", at: "", by: [gone] },
  {
    rule: "external-secret-is-wired",
    of: "SecretStore",
    at: "spec.provider.vault.server",
    by: is("http://vault.example.com", "vault.example.com", "", "*"),
  },
];
