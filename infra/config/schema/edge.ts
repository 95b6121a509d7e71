import {
  flag,
  group,
  list,
  map,
  optional,
  required,
  some,
  whole,
  withDefault,
  word,
} from "./fields.ts";
import {
  cidr,
  contentSource,
  host,
  directive,
  dnsName,
  labelName,
  labelValue,
  name,
  origin,
} from "./formats.ts";

const rateLimit = (requests: number, per: "second" | "minute" | "hour") =>
  group({
    requests: withDefault(
      whole(1, 1000000),
      "The next request after this many is answered with 429.",
      requests,
    ),
    per: withDefault(word(["second", "minute", "hour"]), "Within which time.", per),
  });

function retired(value: unknown): string | undefined {
  if (typeof value !== "string" || !/nginx/i.test(value)) return undefined;
  return "ingress-nginx was retired in March 2026 and gets no security fixes any more";
}

/** Where requests enter. */
export const edge = group({
  controller: required(
    word(["traefik", "gateway-api"], retired),
    "What receives requests: Traefik, through Ingress and its middlewares, or Envoy Gateway, through the Gateway API.",
    "traefik",
  ),
  className: required(
    name,
    "Name of the IngressClass (`traefik`) or of the GatewayClass (`gateway-api`) in the cluster.",
    "traefik",
  ),
  controllerNamespace: required(
    name,
    "Namespace of the controller's pods, which alone may reach frontend and backend.",
    "traefik",
  ),
  controllerPodLabels: withDefault(
    map(labelName, labelValue),
    "Labels of the controller's pods there. Default: all pods of that namespace.",
    {},
    { "app.kubernetes.io/name": "traefik" },
  ),
  allowedSourceRanges: withDefault(
    list(cidr),
    "Addresses that may use the site. Default: everyone. With a CDN, addresses of visitors.",
    [],
    ["198.51.100.0/24", "2001:db8::/32"],
  ),
  corsOrigins: withDefault(
    list(origin),
    "Other sites whose scripts may call the API. The own host needs no entry.",
    [],
    ["https://app.example.com"],
  ),
  contentSources: withDefault(
    map(directive, some(contentSource)),
    "Further sources of the pages' Content-Security-Policy, by directive. The own host is always allowed.",
    {},
    { "connect-src": ["https://errors.example.net"] },
  ),
  rateLimits: withDefault(
    group({
      global: withDefault(rateLimit(100, "second"), "Of one address, all paths.", {}),
      login: withDefault(
        rateLimit(10, "minute"),
        "Of one address, below `/api/auth`, where passwords are tried.",
        {},
      ),
    }),
    "How often one address may ask.",
    {},
  ),
  cdn: optional(
    group({
      ranges: required(
        some(cidr),
        "Addresses of the CDN. Only they may connect, and only they are believed about the visitor's address.",
        ["192.0.2.0/24"],
      ),
      host: required(
        dnsName,
        "Host name that the CDN gave the site: what its DNS record points at.",
        "taskflow.cdn.example.net",
      ),
      assetMaxAgeSeconds: withDefault(
        whole(0, 31536000),
        "For how long the CDN keeps the site's files, in seconds. An answer of the old release can outlive a rollout for as long.",
        3600,
      ),
    }),
    "A content delivery network in front of the edge.",
  ),
  address: optional(
    host,
    "Where the smoke test reaches the edge from where updates are run: address or host name, with the ports 80 and 443. Default: the load balancer's; with a CDN what the host resolves to. With neither, only the Services behind the edge are tried.",
    "127.0.0.1",
  ),
  loadBalancer: withDefault(
    flag(),
    "Whether the controller has the address of a load balancer to wait for. Without one (one machine, node ports) nothing is waited for.",
    true,
  ),
});
