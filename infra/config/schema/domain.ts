import { flag, group, required, variant, variants, whole, withDefault } from "./fields.ts";
import { dnsName, email, httpsUrl, objectName, words } from "./formats.ts";

/** Public names. */
export const domain = group({
  host: required(dnsName, "Host of the site and of its API.", "taskflow.example.com"),
  externalDns: withDefault(
    flag(),
    "Whether external-dns runs in the cluster and shall keep the DNS records. Otherwise they are outputs, to be entered by hand.",
    false,
  ),
  dnsTtlSeconds: withDefault(
    whole(30, 86400),
    "How long resolvers keep a record, in seconds. Short enough to move away within minutes.",
    300,
  ),
});

const cloudflare = variant(
  "cloudflare",
  "Cloudflare. Its token, which may edit the zone, is the secret `taskflow:dnsApiToken`.",
  {},
);
const route53 = variant("route53", "Amazon Route 53, with the rights of cert-manager's own pod.", {
  region: required(words, "Region.", "eu-central-1"),
  hostedZoneId: required(words, "Id of the zone.", "Z0123456789EXAMPLE"),
});

const acme = variant("acme", "An ACME authority such as Let's Encrypt.", {
  server: withDefault(
    httpsUrl,
    "Directory of the authority.",
    "https://acme-v02.api.letsencrypt.org/directory",
  ),
  email: required(email, "Where the authority writes about trouble.", "operations@example.com"),
  challenge: withDefault(
    variants([
      variant("http01", "Prove it over HTTP, through the edge.", {}),
      variant("dns01", "Prove it by a DNS record: for hosts that the authority cannot reach.", {
        provider: required(variants([cloudflare, route53]), "Who serves the zone."),
      }),
    ]),
    "How control of the host is proven.",
    { type: "http01" },
  ),
});

const selfSigned = variant(
  "selfSigned",
  "A certificate that browsers warn of. For one machine only.",
  {},
);

const existing = variant("existing", "An issuer that the cluster has.", {
  name: required(objectName, "Name of the ClusterIssuer.", "company-ca"),
});

/** Certificates and what browsers are told about them. */
export const tls = group({
  issuer: required(
    variants([acme, selfSigned, existing]),
    "Who signs the public certificate. The database has a certificate authority of its own.",
  ),
  hsts: withDefault(
    group({
      maxAgeSeconds: withDefault(
        whole(0, 126230400),
        "For how long browsers insist on HTTPS, in seconds: at least a year, or 0 for not at all. Not 0 in production.",
        63072000,
      ),
      includeSubdomains: withDefault(
        flag(),
        "Whether that holds for all names below the host too.",
        true,
      ),
      preload: withDefault(
        flag(),
        "Whether the host asks to be built into browsers. Hard to undo.",
        false,
      ),
    }),
    "HTTP Strict Transport Security.",
    {},
  ),
});
