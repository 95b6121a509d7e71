import type { Inputs } from "../../../policies/graph.ts";
import { GONE } from "../support/fields.ts";
import type { Equivalence } from "./sweep.ts";

type Holds = (value: unknown, before: unknown) => boolean;

const absent: Holds = (value) => value === GONE || value === null;
const missing: Holds = (_value, before) => before === GONE;
const one =
  (...values: readonly unknown[]): Holds =>
  (value) =>
    values.includes(value);
const or =
  (...holds: readonly Holds[]): Holds =>
  (value, before) =>
    holds.some((holds) => holds(value, before));
const anotherType: Holds = (value, before) =>
  !absent(value, before) &&
  before !== GONE &&
  (typeof value !== typeof before || Array.isArray(value) !== Array.isArray(before));
const empty: Holds = (value) => typeof value === "object" && Object.keys(value ?? {}).length === 0;

/** The paths of an object that are one of those given, which are expressions. */
const of = (kinds: string, ...paths: readonly string[]) =>
  new RegExp(`^(?:${kinds}) (?:${paths.join("|")})$`);
const WORKLOAD = "Deployment|StatefulSet|DaemonSet|Job|CronJob";
const pod = (...paths: readonly string[]) =>
  of(WORKLOAD, `(?:spec\\.jobTemplate\\.)?spec\\.template\\.(?:${paths.join("|")})`);
const C = "spec\\.(?:initC|c)ontainers\\.\\*\\.";
const ANY = "[^ ]+";
const LABEL = "(?:labels|annotations)";

const namespaceOf = (inputs: Inputs) =>
  (inputs["metadata"] as { readonly namespace?: string } | undefined)?.namespace;

/** Why what survives a sweep may. The first that fits counts; each must be needed. */
export const equivalences: readonly Equivalence[] = [
  {
    field: of(ANY, ".*"),
    to: anotherType,
    why: "the API server refuses a value of another type",
  },
  {
    field: of(ANY, ".*"),
    to: (value, before) => missing(value, before) && empty(value, before),
    why: "an empty object says nothing",
  },
  {
    field: of(
      ANY,
      "chart",
      "spec",
      "spec\\.acme",
      "spec\\.controller",
      "spec\\.defaultBackend",
      "spec\\.externalIPs",
      "spec\\.headers.*",
      "spec\\.ingressClassName",
      "spec\\.rateLimit",
      "spec\\.redirectScheme",
      "spec\\.scopes",
      "spec\\.tls",
      "spec\\.targetCPUUtilizationPercentage",
      "spec\\.(?:jobTemplate\\.spec\\.)?parallelism",
      "spec\\.(?:replicas|volumeClaimTemplates|isCA|updateStrategy)",
      ".*\\.(?:configMap|ephemeral|overhead|resources|gatewayHTTPRoute|container|endPort|ipBlock)",
      ".*\\.(?:matchExpressions|matchLabels|namespaceSelector|nonResourceURLs|annotations)",
      "metadata\\.(?:annotations|namespace)",
      "rules\\.\\*\\.nonResourceURLs",
      "spec\\.(?:in|e)gress",
      "spec\\.dnsNames",
    ),
    to: missing,
    why: "the kind has no such field, or one of another type: the API server refuses it",
  },
  {
    field: of("[^ ]*:[^ ]*", "apiVersion", "kind", "metadata", "chart", "spec"),
    why: "it is no object of Kubernetes, or brings objects that are not seen here",
  },
  {
    field: of(ANY, ".*"),
    to: (value, before) =>
      value === -1 || (value === 0 && before === GONE) || (value === "*" && before === GONE),
    why: "the API server refuses the value",
  },
  // What objects are called, and what is written about them.
  {
    field: of(
      ANY,
      `(?:spec\\.(?:jobTemplate\\.)?(?:spec\\.)?template\\.)?metadata\\.${LABEL}(?:\\..*)?`,
    ),
    why: "a label or an annotation says nothing that a rule of its kind asks for, or refers to what says it elsewhere",
  },
  {
    field: of(ANY, "metadata", "metadata\\.name", "metadata\\.namespace"),
    why: "what an object is called is free: whoever refers to it is judged",
  },
  {
    field: of("ConfigMap", "data", "data\\..*"),
    to: or(absent, one("", "*", "other")),
    why: "a program whose file is missing or cannot be read does not start, and what it does not say cannot be wrong",
  },
  {
    field: of("Issuer", "spec", "spec\\.acme.*\\.podTemplate\\.metadata\\.labels\\..*"),
    why: "labels of solvers that no policy selects by",
  },
  {
    field: of(
      "CronJob",
      "spec\\.jobTemplate\\.spec\\.template\\.spec\\.initContainers(?:\\.\\*(?:\\.startupProbe(?:\\.exec)?)?)?",
    ),
    to: absent,
    why: "the gate that starts the Job asks for what these have to report, and refuses without it",
  },
  // Defaults that comply.
  {
    field: pod(
      `${C}securityContext\\.(?:privileged|runAs(?:User|Group|NonRoot)|seccompProfile)`,
      "spec\\.securityContext\\.(?:runAs(?:User|Group|NonRoot)|seccompProfile|fsGroup|fsGroupChangePolicy)",
      `${C}imagePullPolicy`,
      "spec\\.terminationGracePeriodSeconds",
    ),
    to: absent,
    why: "the default complies, or the pod and its containers say the same twice",
  },
  {
    field: of(
      ANY,
      "spec\\.persistentVolumeClaimRetentionPolicy.*",
      "spec\\.type",
      "spec\\.updateStrategy.*",
      "spec\\.ports\\.\\*\\.targetPort",
      "spec\\.privateKey.*",
      "spec\\.duration",
      "spec\\.volumeClaimTemplates(?:\\.\\*)?",
      "spec\\.rateLimit\\.period",
      "spec\\.strategy\\.rollingUpdate\\.maxSurge",
    ),
    to: absent,
    why: "the default complies, or what is asked for is not there any more",
  },
  {
    field: pod("spec\\.hostUsers"),
    to: one(true),
    why: "the default complies",
  },
  {
    field: pod("spec\\.securityContext\\.fsGroupChangePolicy"),
    why: "how fast ownership of a volume is changed is no control",
  },
  {
    field: pod("spec\\.terminationGracePeriodSeconds"),
    to: one(2 ** 53),
    why: "more time than it takes is no less safe",
  },
  {
    field: of("CronJob", "spec\\.startingDeadlineSeconds"),
    to: one(2 ** 53),
    why: "more time than it takes is no less safe",
  },
  // What runs once, or alone.
  {
    field: pod("spec\\.(?:affinity|topologySpreadConstraints).*"),
    why: "Jobs, agents and what runs alone have no other pods of theirs to keep away from",
  },
  {
    field: of("Deployment", "spec\\.strategy.*"),
    why: "of one replica all are gone while it rolls, whatever the strategy",
  },
  {
    field: of("StatefulSet", "spec\\.replicas"),
    to: or(absent, one(0)),
    why: "one is the default, and none of it is an outage that somebody asks for",
  },
  // What a program does is its own.
  {
    field: pod(
      `${C}(?:args|command)(?:\\.\\*)?`,
      `${C}(?:liveness|readiness|startup)Probe\\.(?:exec\\.command(?:\\.\\*)?|httpGet\\.path)`,
      `${C}env\\.\\*(?:\\.name|\\.value)?`,
      `${C}name`,
    ),
    why: "what a program is told, and what a probe asks, is free as long as it is no credential and names TLS",
  },
  {
    field: pod("spec\\.restartPolicy", `${C}restartPolicy`),
    why: "the API server refuses what does not fit the kind",
  },
  {
    field: pod(
      `${C}volumeMounts.*`,
      "spec\\.volumes(?:\\.\\*)?",
      "spec\\.volumes\\.\\*\\.(?:name|configMap|configMap\\.name|emptyDir|ephemeral.*|persistentVolumeClaim|projected|secret)",
    ),
    why: "a volume less is nothing exposed, and a pod whose volume is not there does not start",
  },
  {
    field: pod("spec\\.(?:serviceAccountName|priorityClassName)"),
    to: one("*", "other"),
    why: "a pod whose account or class is not there is not admitted",
  },
  // Waived as they are.
  {
    field: of(
      "DaemonSet",
      "spec\\.template\\.spec\\.(?:containers\\.\\*\\.)?securityContext\\.runAs.*",
      "spec\\.template\\.spec\\.volumes\\.\\*\\.hostPath.*",
    ),
    why: "the agents' access to their node is waived already",
  },
  // Network.
  {
    field: of("NetworkPolicy", "spec\\.(?:in|e)gress(?:\\.\\*)?"),
    to: absent,
    why: "what is not opened is closed",
  },
  {
    field: of(
      "NetworkPolicy",
      "spec\\.(?:in|e)gress\\.\\*\\.(?:from|to)\\.\\*\\.(?:ipBlock\\.cidr|(?:pod|namespace)Selector\\.matchLabels\\..*)",
      "spec\\.(?:in|e)gress\\.\\*\\.ports\\.\\*\\.port",
    ),
    why: "another end of the same size, or one that is not there, or none that the API server takes",
  },
  {
    field: of(
      "NetworkPolicy",
      "spec\\.(?:in|e)gress\\.\\*\\.(?:from|to)\\.\\*\\.(?:pod|namespace)Selector",
      "spec\\.(?:in|e)gress\\.\\*\\.(?:from|to)\\.\\*\\.podSelector\\.matchLabels",
    ),
    to: absent,
    why: "one whole namespace that is named, or pods of the own one by name, may be an end",
  },
  {
    field: of("Service", "spec\\.ports.*"),
    to: absent,
    why: "a port less is nothing exposed",
  },
  {
    field: of("NetworkPolicy", "spec\\.egress\\.\\*\\.to\\.\\*\\.namespaceSelector\\.matchLabels"),
    to: absent,
    why: "who is called may be known by a label alone: the caller's own traffic is all that goes there",
  },
  {
    field: of("PodDisruptionBudget", "spec\\.(?:selector.*|maxUnavailable)"),
    on: ({ inputs }) => namespaceOf(inputs) === "cert-manager",
    why: "pods that a Helm release makes are not seen here",
  },
  // Rights.
  {
    field: of("(?:Cluster)?Role", "rules.*"),
    why: "another right that no rule forbids, or none",
  },
  {
    field: of("(?:Cluster)?RoleBinding", "roleRef.*", "subjects.*"),
    why: "a binding to another role or account that is not everything and not everybody, or to none",
  },
  // The edge.
  {
    field: of("Certificate", "spec\\.(?:dnsNames.*|secretName|issuerRef\\.group)"),
    why: "certificates that routes use are judged by these; of others the client verifies the name",
  },
  {
    field: of("Certificate", "spec\\.privateKey\\.size"),
    to: one(2 ** 53),
    why: "cert-manager refuses the value",
  },
  {
    field: of("Middleware", "spec\\.headers.*"),
    why: "a header that nobody asks for",
  },
  {
    field: of("Ingress", "spec", "spec\\.rules\\.\\*\\.http.*"),
    why: "a route that redirects reaches no Service, a route less is nothing exposed, and another path is judged as one",
  },
  {
    field: of("Middleware", "spec"),
    to: absent,
    why: "limits of size and of source that no rule asks for",
  },
  {
    field: of("Middleware", "spec\\.rateLimit\\.period"),
    to: one("", "*", "other"),
    why: "Traefik refuses the value, and its default is a second",
  },
  {
    field: of("HorizontalPodAutoscaler", "spec\\.metrics\\.\\*(?:\\.resource\\.name)?"),
    to: absent,
    why: "one metric is enough, and the API server refuses one without a name",
  },
  {
    field: of("Certificate", "spec\\.issuerRef\\.kind"),
    to: absent,
    why: "the default complies, or what is asked for is not there any more",
  },
  {
    field: of("Ingress", "spec\\.ingressClassName"),
    why: "any class but ingress-nginx may serve",
  },
];
