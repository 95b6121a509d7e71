import { each } from "../each.ts";
import { certificate, ingress } from "../example-objects.ts";
import { type Graph, at, word } from "../graph.ts";
import { objectsOf, perGraph } from "../index-objects.ts";
import { type CertificateUse, coversHost, hostsOf } from "../route.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

export const routeCertificateExists: Rule = {
  name: "route-certificate-exists",
  title: "The certificate of every host is one that cert-manager keeps, for this host.",
  why: "A certificate that nobody renews is one that expires.",
  severity: "high",
  checklist: ["sec.6", "sec.7"],
  standards: {},
  fix: "Declare a Certificate with the host among its dnsNames and the same secretName.",
  examples: {
    compliant: [ingress(), certificate()],
    violating: [ingress(), certificate({ dnsNames: ["api.example.com"] })],
  },
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, (route) =>
      each(route.certificates, function* (use) {
        if (!("secret" in use) || exists(graph, use)) return;
        yield {
          resource: use.resource,
          path: use.path,
          ...(use.secret !== undefined && { is: use.secret }),
          must: `be the secretName of a Certificate for ${use.host}`,
        };
      }),
    ),
};

function exists(graph: Graph, { secret, namespace, host }: CertificateUse): boolean {
  const objects = objectsOf(graph);
  const names = certifiedNames(graph).get(`${namespace}/${word(secret)}`) ?? [];
  if (names.some((name) => coversHost(name, host))) return true;
  objects.certain("Certificate");
  // One that is bought, and declared with its key.
  const own = objects.find("Secret", namespace, secret)?.resource;
  return own !== undefined && own.inputs["type"] === "kubernetes.io/tls";
}

/** The names in the certificates that are kept, by namespace and Secret. */
const certifiedNames = perGraph(
  (graph) =>
    new Map(
      objectsOf(graph)
        .of("Certificate", "cert-manager.io")
        .map(({ namespace, resource: { inputs } }) => [
          `${namespace}/${word(at(inputs, "spec", "secretName"))}`,
          [...hostsOf(at(inputs, "spec", "dnsNames"))],
        ]),
    ),
);
