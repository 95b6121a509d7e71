import { each } from "../each.ts";
import { certificate, object } from "../example-objects.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import type { Rule } from "../rule.ts";

const issuer = object("cert-manager.io/v1", "Issuer", "public", { spec: { selfSigned: {} } });

export const certificateHasIssuer: Rule = {
  name: "certificate-has-issuer",
  title:
    "Every certificate is signed by an issuer that is declared with it, or by one of the cluster.",
  why: "A certificate without an issuer never comes, and what mounts it never starts.",
  severity: "high",
  checklist: ["sec.6"],
  standards: {},
  fix: "Correct `spec.issuerRef`, or declare the Issuer in the same namespace.",
  examples: { compliant: [certificate(), issuer], violating: [certificate()] },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    const certificates = objects.of("Certificate", "cert-manager.io");
    yield* each(certificates, function* ({ resource, namespace }) {
      const reference = at(resource.inputs, "spec", "issuerRef");
      const name = at(reference, "name");
      const group = at(reference, "group") ?? "cert-manager.io";
      const kind = at(reference, "kind") ?? "Issuer";
      // Issuers of the cluster, and of others, are not this graph's to know.
      const elsewhere = kind === "ClusterIssuer" || group !== "cert-manager.io";
      if (typeof name === "string" && name !== "" && elsewhere) return;
      if (!elsewhere && kind !== "Issuer") {
        const must = "be Issuer or ClusterIssuer";
        yield { resource, path: "spec.issuerRef.kind", is: kind, must };
        return;
      }
      if (objects.find("Issuer", namespace, name)) return;
      yield {
        resource,
        path: "spec.issuerRef.name",
        ...(name !== undefined && { is: name }),
        must: `be an Issuer of ${namespace}`,
      };
    });
  },
};
