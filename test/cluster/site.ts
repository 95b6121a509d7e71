import { server } from "./connections.ts";

export const NAMESPACE = "site";
export const HOST = "site.localhost";
/** Holds the certificate, its key, and that of who signed it. */
export const SECRET = "site-tls";

const metadata = (name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  name,
  namespace: NAMESPACE,
  annotations,
});

const middleware = (name: string, spec: object) => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "Middleware",
  metadata: metadata(name),
  spec,
});

const ingress = (name: string, entryPoint: string, annotations: object, tls: object) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: metadata(name, {
    "traefik.ingress.kubernetes.io/router.entrypoints": entryPoint,
    "traefik.ingress.kubernetes.io/router.middlewares": `${NAMESPACE}-${name}@kubernetescrd`,
    ...annotations,
  }),
  spec: {
    ingressClassName: "traefik",
    ...tls,
    rules: [
      {
        host: HOST,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: "server", port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  },
});

const edge = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "traefik" } } };

/** A site with a certificate, which nobody but the ingress controller may reach. */
export const SITE = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadata("server"),
    spec: {
      podSelector: { matchLabels: { app: "server" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [edge], ports: [{ port: "http", protocol: "TCP" }] }],
    },
  },
  server("server", NAMESPACE),
  server("visitor", NAMESPACE),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("server"),
    spec: { selector: { app: "server" }, ports: [{ port: 80, targetPort: "http" }] },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Issuer",
    metadata: metadata("self-signed"),
    spec: { selfSigned: {} },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: metadata("authority"),
    spec: {
      isCA: true,
      commonName: "authority",
      secretName: "authority",
      issuerRef: { name: "self-signed" },
    },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Issuer",
    metadata: metadata("authority"),
    spec: { ca: { secretName: "authority" } },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: metadata("site"),
    spec: { dnsNames: [HOST], secretName: SECRET, issuerRef: { name: "authority" } },
  },
  middleware("secure", {
    headers: { customResponseHeaders: { "Referrer-Policy": "no-referrer" } },
  }),
  ingress(
    "secure",
    "websecure",
    { "traefik.ingress.kubernetes.io/router.tls": "true" },
    { tls: [{ hosts: [HOST], secretName: SECRET }] },
  ),
  middleware("redirect", { redirectScheme: { scheme: "https", permanent: true } }),
  ingress("redirect", "web", {}, {}),
];
