import { each } from "../each.ts";
import { object } from "../example-objects.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import type { GraphFinding, Rule } from "../rule.ts";

const store = (server: string) =>
  object("external-secrets.io/v1", "SecretStore", "vault", {
    spec: { provider: { vault: { server } } },
  });
const secret = object("external-secrets.io/v1", "ExternalSecret", "example", {
  spec: { secretStoreRef: { kind: "SecretStore", name: "vault" } },
});

export const externalSecretIsWired: Rule = {
  name: "external-secret-is-wired",
  title: "Secrets that are kept elsewhere come from a store that is declared, by TLS.",
  why: "Without its store a Secret never comes; without TLS it comes past whoever listens.",
  severity: "high",
  checklist: ["conf.2", "sec.5"],
  standards: {},
  fix: "Correct `spec.secretStoreRef`, and reach the store by https.",
  examples: {
    compliant: [secret, store("https://vault.example.com")],
    violating: [secret, store("http://vault.example.com")],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    const secrets = objects.of("ExternalSecret", "external-secrets.io");
    yield* each(secrets, function* ({ resource, namespace }): Generator<GraphFinding> {
      const reference = at(resource.inputs, "spec", "secretStoreRef");
      const is = at(reference, "name");
      // A store of the cluster is somebody else's to declare.
      if ((at(reference, "kind") ?? "SecretStore") !== "SecretStore") return;
      if (objects.find("SecretStore", namespace, is)) return;
      const must = `be a SecretStore of ${namespace}`;
      yield { resource, path: "spec.secretStoreRef.name", ...(is !== undefined && { is }), must };
    });
    const stores = objects.ofKinds(["SecretStore", "ClusterSecretStore"]);
    yield* each(stores, function* ({ resource }): Generator<GraphFinding> {
      const path = "spec.provider.vault.server";
      const is = at(resource.inputs, ...path.split("."));
      if (typeof is === "string" && !is.startsWith("https://")) {
        yield { resource, path, is, must: "begin with https://" };
      }
    });
  },
};
