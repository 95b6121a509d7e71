import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type KubernetesObject, fields, list, objectsOf, text } from "../support/objects.ts";
import { podTemplatesOf } from "../support/pods.ts";
import { foreignObjects } from "./foreign.ts";
import type { Check } from "./problem.ts";

/** What an object names is declared, in the namespace where the cluster looks for it. */
export const references: Check = (document) =>
  referencesIn(document)
    .filter(({ reference, target }) => target === undefined && !foreignObjects.includes(reference))
    .map(({ urn, reference }) => ({ urn, message: `names ${reference}, which is not declared` }));

/** Who names what, and the URN of what declares it. */
export function referencesIn(
  document: PreviewDocument,
): { readonly urn: string; readonly reference: string; readonly target: string | undefined }[] {
  const declared = new Map(
    objectsOf(document).flatMap((object) =>
      provides(object).map((reference) => [reference, object.urn] as const),
    ),
  );
  const named = [
    ...objectsOf(document).flatMap((object) =>
      referencesOf(object).map((reference) => ({ urn: object.urn, reference })),
    ),
    ...ofPods(document),
  ];
  return named.map(({ urn, reference }) => ({ urn, reference, target: declared.get(reference) }));
}

/** `Service taskflow/backend:3000`, `PriorityClass taskflow-database`. */
function id(kind: string, namespace: string | undefined, name: unknown, part?: unknown): string {
  const place = namespace === undefined ? "" : `${namespace}/`;
  const suffix = typeof part === "string" || typeof part === "number" ? `:${part}` : "";
  return `${kind} ${place}${String(name)}${suffix}`;
}

/** What others can name of an object: itself, its parts, and what an operator makes of it. */
function provides(object: KubernetesObject): string[] {
  const { kind, namespace, name, spec } = object;
  const itself = id(kind, namespace, name);
  switch (kind) {
    case "Service":
      return [
        itself,
        ...list(spec["ports"]).flatMap((port) =>
          [port["port"], port["name"]]
            .filter((part) => part !== undefined)
            .map((part) => id(kind, namespace, name, part)),
        ),
      ];
    case "Gateway":
      return [
        itself,
        ...list(spec["listeners"]).map((listener) => id(kind, namespace, name, listener["name"])),
      ];
    case "Certificate":
      return [itself, id("Secret", namespace, spec["secretName"])];
    case "ExternalSecret":
      return [itself, id("Secret", namespace, fields(spec["target"])["name"] ?? name)];
    default:
      return [itself];
  }
}

function referencesOf(object: KubernetesObject): string[] {
  const { kind, namespace, spec, body } = object;
  const inside = namespace === undefined ? [] : [id("Namespace", undefined, namespace)];
  switch (kind) {
    case "Certificate": {
      const { kind: issuerKind = "Issuer", name } = fields(spec["issuerRef"]);
      const of = issuerKind === "ClusterIssuer" ? undefined : namespace;
      return [...inside, id(String(issuerKind), of, name)];
    }
    case "Issuer":
      return [...inside, ...secretsOfIssuer(object)];
    case "ExternalSecret": {
      const { kind: storeKind, name } = fields(spec["secretStoreRef"]);
      return [...inside, id(String(storeKind), namespace, name)];
    }
    case "SecretStore": {
      const vault = fields(fields(spec["provider"])["vault"]);
      const { name } = fields(fields(fields(vault["auth"])["kubernetes"])["serviceAccountRef"]);
      return [...inside, id("ServiceAccount", namespace, name)];
    }
    case "Ingress":
      return [...inside, ...ofIngress(object)];
    case "Middleware": {
      const { secret } = fields(fields(spec["rateLimit"])["redis"]);
      return [...inside, ...(secret === undefined ? [] : [id("Secret", namespace, secret)])];
    }
    case "HTTPRoute":
      return [...inside, ...ofRoute(object)];
    case "Gateway":
      return [...inside, ...ofGateway(object)];
    case "BackendTrafficPolicy":
    case "ClientTrafficPolicy":
    case "SecurityPolicy":
      return [
        ...inside,
        ...list(spec["targetRefs"]).map((target) =>
          id(String(target["kind"]), namespace, target["name"]),
        ),
      ];
    case "StatefulSet":
      return [...inside, id("Service", namespace, spec["serviceName"])];
    case "HorizontalPodAutoscaler": {
      const { kind: scaled, name } = fields(spec["scaleTargetRef"]);
      return [...inside, id(String(scaled), namespace, name)];
    }
    case "RoleBinding":
    case "ClusterRoleBinding": {
      const role = fields(body["roleRef"]);
      const of = role["kind"] === "ClusterRole" ? undefined : namespace;
      return [
        ...inside,
        id(String(role["kind"]), of, role["name"]),
        ...list(body["subjects"])
          .filter((subject) => subject["kind"] === "ServiceAccount")
          .map((subject) =>
            id("ServiceAccount", text(subject["namespace"]) ?? namespace, subject["name"]),
          ),
      ];
    }
    default:
      return inside;
  }
}

/** The authority's certificate, and credentials of DNS providers. The key of an ACME account is made by cert-manager. */
function secretsOfIssuer({ namespace, spec }: KubernetesObject): string[] {
  const authority = fields(spec["ca"])["secretName"];
  const solvers = list(fields(spec["acme"])["solvers"]).map((solver) => fields(solver["dns01"]));
  const credentials = solvers.flatMap((solver) =>
    Object.values(solver).flatMap((provider) =>
      Object.entries(fields(provider))
        .filter(([key]) => key.endsWith("SecretRef"))
        .map(([, reference]) => fields(reference)["name"]),
    ),
  );
  return [...(authority === undefined ? [] : [authority]), ...credentials].map((name) =>
    id("Secret", namespace, name),
  );
}

function ofIngress({ namespace, spec, annotations }: KubernetesObject): string[] {
  const paths = list(spec["rules"]).flatMap((rule) => list(fields(rule["http"])["paths"]));
  const services = paths.map((path) => {
    const { name, port } = fields(fields(path["backend"])["service"]);
    const { number, name: portName } = fields(port);
    return id("Service", namespace, name, number ?? portName);
  });
  const certificates = list(spec["tls"]).map((tls) => id("Secret", namespace, tls["secretName"]));
  const middlewares = (annotations["traefik.ingress.kubernetes.io/router.middlewares"] ?? "")
    .split(",")
    .filter((reference) => reference !== "")
    .map((reference) => {
      // The provider joins namespace and name by the same character that both may contain.
      const prefix = `${namespace ?? ""}-`;
      const name = reference.replace(/@kubernetescrd$/, "");
      return name.startsWith(prefix)
        ? id("Middleware", namespace, name.slice(prefix.length))
        : `Middleware ${name}`;
    });
  return [...services, ...certificates, ...middlewares];
}

function ofRoute({ namespace, spec }: KubernetesObject): string[] {
  const parents = list(spec["parentRefs"]).map((parent) =>
    id("Gateway", text(parent["namespace"]) ?? namespace, parent["name"], parent["sectionName"]),
  );
  const services = list(spec["rules"])
    .flatMap((rule) => list(rule["backendRefs"]))
    .map((backend) => id("Service", namespace, backend["name"], backend["port"]));
  return [...parents, ...services];
}

function ofGateway({ namespace, spec }: KubernetesObject): string[] {
  const certificates = list(spec["listeners"]).flatMap((listener) =>
    list(fields(listener["tls"])["certificateRefs"]).map((reference) =>
      id("Secret", text(reference["namespace"]) ?? namespace, reference["name"]),
    ),
  );
  const { kind, name } = fields(fields(spec["infrastructure"])["parametersRef"]);
  return [...certificates, ...(name === undefined ? [] : [id(String(kind), namespace, name)])];
}

function ofPods(document: PreviewDocument): { urn: string; reference: string }[] {
  return podTemplatesOf(document).flatMap(({ owner, namespace, spec }) =>
    [
      id("ServiceAccount", namespace, spec["serviceAccountName"]),
      id("PriorityClass", undefined, spec["priorityClassName"]),
      ...list(spec["imagePullSecrets"]).map(({ name }) => id("Secret", namespace, name)),
    ].map((reference) => ({ urn: owner.urn, reference })),
  );
}
