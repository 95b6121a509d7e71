import { type Breakage, gone, is, made, plus } from "./breakage.ts";

const POLICY = "NetworkPolicy";
const named = (inputs: Readonly<Record<string, unknown>>) =>
  (inputs["metadata"] as { readonly name: string }).name;
const namespaceOf = (inputs: Readonly<Record<string, unknown>>) =>
  (inputs["metadata"] as { readonly namespace: string }).namespace;
const ours = (inputs: Readonly<Record<string, unknown>>) => namespaceOf(inputs) !== "cert-manager";
const deniesAll = (inputs: Readonly<Record<string, unknown>>) => named(inputs) === "deny-all";
const ends = ["spec.ingress.*.from", "spec.egress.*.to"];
const rules = ["spec.ingress.*", "spec.egress.*"];
const TYPES = "spec.policyTypes";

export const network: readonly Breakage[] = [
  {
    rule: "namespace-denies-by-default",
    of: POLICY,
    where: (inputs) => deniesAll(inputs) && ours(inputs),
    at: "",
    by: [gone],
  },
  {
    rule: "namespace-denies-by-default",
    of: POLICY,
    where: (inputs) => deniesAll(inputs) && ours(inputs),
    at: TYPES,
    by: [gone, ...is(null, [], ["Ingress"], ["Egress"], ["ingress", "egress"], "Ingress", ["*"])],
  },
  {
    rule: "namespace-denies-by-default",
    of: POLICY,
    where: (inputs) => deniesAll(inputs) && ours(inputs),
    at: "spec",
    by: [
      made("lets all in", (spec: object) => ({ ...spec, ingress: [{}] })),
      made("lets all out", (spec: object) => ({ ...spec, egress: [{}] })),
      made("is for some pods", (spec: object) => ({
        ...spec,
        podSelector: { matchLabels: { app: "other" } },
      })),
      made("is for none", (spec: object) => ({ ...spec, podSelector: undefined })),
    ],
  },
  {
    rule: "namespace-denies-by-default",
    of: POLICY,
    where: (inputs) => deniesAll(inputs) && ours(inputs),
    at: "metadata.namespace",
    by: [gone, ...is("other", "", null)],
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: ends,
    by: [
      gone,
      ...is(
        null,
        [],
        [{}],
        [{ podSelector: {} }],
        [{ namespaceSelector: {} }],
        [{ namespaceSelector: {}, podSelector: {} }],
        {},
        "x",
      ),
    ],
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: ends,
    by: plus({}, { podSelector: {} }, { namespaceSelector: {} }),
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: "spec.ingress.*.from",
    by: plus(
      ...["0.0.0.0/0", "::/0", "0.0.0.0/00", "0.0.0.0/1", "128.0.0.0/1", "::/1"].map((cidr) => ({
        ipBlock: { cidr },
      })),
    ),
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: rules.map((at) => `${at}.ports`),
    by: [
      gone,
      ...is(null, [], [{}], [{ protocol: "TCP" }], [{ port: 1, endPort: 65_535 }], {}, "x"),
    ],
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: rules.map((at) => `${at}.ports.*.port`),
    by: [gone, ...is(null)],
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: rules.map((at) => `${at}.ports`),
    by: plus({}, { protocol: "UDP" }, { port: 1024, endPort: 65_535 }),
  },
  { rule: "network-policy-opens-little", of: POLICY, at: rules, by: is({}, null) },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: ["spec.ingress", "spec.egress"],
    by: plus({}),
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: "spec.ingress.*.from.*.namespaceSelector",
    by: [{}, { matchLabels: {} }, { matchExpressions: [] }].map((selector) =>
      made(`= ${JSON.stringify(selector)}`, () => selector),
    ),
  },
  {
    rule: "network-policy-opens-little",
    of: POLICY,
    at: "spec.ingress.*.from.*.namespaceSelector.matchLabels",
    by: [gone, ...is(null, {})],
  },
  {
    rule: "network-policy-selects-pods",
    of: POLICY,
    where: (inputs) => !deniesAll(inputs) && ours(inputs),
    at: "spec.podSelector",
    by: [gone, ...is(null, { matchLabels: { app: "other" } }, "x", { matchLabels: { app: 1 } })],
  },
  {
    rule: "network-policy-selects-pods",
    of: POLICY,
    where: (inputs) => !deniesAll(inputs) && ours(inputs),
    at: "spec.podSelector.matchLabels.*",
    by: is("other", "", "*", null, 1),
  },
  {
    rule: "pod-network-closed",
    at: "metadata.namespace",
    of: ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"],
    by: [gone, ...is("other", "", null)],
    told: "pod.metadata.labels",
  },
  {
    rule: "pod-network-named",
    of: POLICY,
    where: (inputs) =>
      [
        "backend",
        "frontend",
        "postgres",
        "pgbouncer",
        "grafana",
        "loki",
        "otel-collector",
      ].includes(named(inputs)),
    at: ["", "spec.podSelector"],
    by: [gone],
  },
  {
    rule: "pod-network-named",
    of: ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"],
    at: ["pod.metadata.labels", "pod.metadata.labels.app"],
    by: [gone, ...is(null)],
  },
  {
    rule: "service-port-exists",
    of: "Service",
    at: "spec.ports.*.targetPort",
    by: is("other", 1, "", "*", 65_535, true),
  },
  {
    rule: "service-port-exists",
    of: "Service",
    at: "spec.ports.*.protocol",
    by: is("UDP", "SCTP"),
    told: "spec.ports.*.targetPort",
  },
  { rule: "service-port-exists", of: "Service", at: "spec.ports", by: plus({ port: 1 }) },
  {
    rule: "service-selects-pods",
    of: "Service",
    at: "spec.selector",
    by: [gone, ...is(null, {}, { app: "other" }, "x", [])],
  },
  {
    rule: "service-selects-pods",
    of: "Service",
    at: "spec.selector.*",
    by: is("other", "", "*", null, 1),
  },
  {
    rule: "service-stays-inside",
    of: "Service",
    at: "spec.type",
    by: is("NodePort", "LoadBalancer", "ExternalName", "", "*", 1),
  },
  { rule: "service-stays-inside", of: "Service", at: "spec.externalIPs", by: is(["203.0.113.1"]) },
  {
    rule: "service-stays-inside",
    of: "Service",
    at: "spec.ports.*.nodePort",
    by: is(30_000, 32_767, 1, "30000"),
  },
  {
    rule: "stateful-set-is-named",
    of: "Service",
    where: ({ spec }) => (spec as { clusterIP?: string }).clusterIP === "None",
    at: ["", "spec.clusterIP"],
    by: [gone],
  },
];
