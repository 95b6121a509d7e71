import { type Breakage, gone, is, plus } from "./breakage.ts";

const ROLES = ["Role", "ClusterRole"];
const BINDINGS = ["RoleBinding", "ClusterRoleBinding"];
const RBAC = "rbac.authorization.k8s.io";

/** Rules that no role may have, one each. */
const grants = (
  rule: string,
  group: string,
  resources: readonly string[],
  verbs: readonly string[],
): Breakage => ({
  rule,
  of: ROLES,
  at: "rules",
  by: resources.flatMap((resource) =>
    verbs.flatMap((verb) =>
      plus(
        { apiGroups: [group], resources: [resource], verbs: [verb] },
        {
          apiGroups: ["example.com", group],
          resources: ["examples", resource],
          verbs: ["get", verb],
        },
        { apiGroups: ["*"], resources: [resource], verbs: ["*"] },
        { apiGroups: [group], resources: ["*"], verbs: [verb] },
      ),
    ),
  ),
});

const WRITE = ["create", "update", "patch", "delete", "deletecollection"];
const READ = ["get", "list", "watch"];
const ANY = [...READ, ...WRITE];

export const rbac: readonly Breakage[] = [
  grants(
    "role-no-certificate-approval",
    "certificates.k8s.io",
    ["certificatesigningrequests/approval", "certificatesigningrequests/status"],
    ["update", "patch"],
  ),
  grants("role-no-certificate-approval", "certificates.k8s.io", ["signers"], ["approve", "sign"]),
  grants("role-no-config-map-changes", "", ["configmaps"], WRITE),
  grants("role-no-log-deletion", "", ["pods/log"], ["delete", "deletecollection"]),
  grants("role-no-network-changes", "", ["services", "endpoints"], WRITE),
  grants("role-no-network-changes", "networking.k8s.io", ["networkpolicies", "ingresses"], WRITE),
  grants("role-no-network-changes", "discovery.k8s.io", ["endpointslices"], WRITE),
  grants("role-no-network-changes", "gateway.networking.k8s.io", ["httproutes", "gateways"], WRITE),
  grants("role-no-node-proxy", "", ["nodes/proxy"], ANY),
  grants(
    "role-no-pod-access",
    "",
    ["exec", "attach", "portforward", "ephemeralcontainers", "proxy"].map((sub) => `pods/${sub}`),
    ["get", "create", "update", "patch"],
  ),
  grants("role-no-pod-access", "", ["services/proxy"], ["get", "create"]),
  grants(
    "role-no-rbac-changes",
    RBAC,
    ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
    WRITE,
  ),
  grants("role-no-secret-access", "", ["secrets"], ANY),
  grants("role-no-token-creation", "", ["serviceaccounts/token"], ["create"]),
  grants("role-no-volume-creation", "", ["persistentvolumes"], ["create"]),
  grants(
    "role-no-webhook-changes",
    "admissionregistration.k8s.io",
    ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    WRITE,
  ),
  grants("role-no-workload-changes", "", ["pods", "replicationcontrollers"], WRITE),
  grants(
    "role-no-workload-changes",
    "apps",
    ["deployments", "statefulsets", "daemonsets", "replicasets"],
    WRITE,
  ),
  grants("role-no-workload-changes", "batch", ["jobs", "cronjobs"], WRITE),
  {
    rule: "role-no-escalation",
    of: ROLES,
    at: "rules.*.verbs",
    by: plus("bind", "escalate", "impersonate", "*"),
  },
  {
    rule: "role-no-wildcard",
    of: ROLES,
    at: ["rules.*.apiGroups.*", "rules.*.resources.*", "rules.*.verbs.*"],
    by: is("*"),
  },
  {
    rule: "role-no-wildcard",
    of: ROLES,
    at: ["rules.*.apiGroups", "rules.*.resources", "rules.*.verbs"],
    by: [...is(["*"]), ...plus("*")],
  },
  { rule: "role-no-wildcard", of: ROLES, at: "rules.*.resources", by: plus("*/status", "pods/*") },
  {
    rule: "role-no-wildcard",
    of: "ClusterRole",
    at: "rules.+",
    by: is({ nonResourceURLs: ["*"], verbs: ["get"] }),
  },
  {
    rule: "binding-not-cluster-admin",
    of: BINDINGS,
    at: "roleRef.name",
    by: is("cluster-admin", "admin", "edit"),
  },
  {
    rule: "binding-not-default-account",
    of: BINDINGS,
    at: "subjects.*.name",
    by: is("default"),
  },
  {
    rule: "binding-not-default-account",
    of: BINDINGS,
    at: "subjects",
    by: plus({ kind: "ServiceAccount", name: "default", namespace: "taskflow" }),
  },
  {
    rule: "binding-names-its-subjects",
    of: BINDINGS,
    at: "subjects.*",
    by: is(
      ...[
        "system:anonymous",
        "system:unauthenticated",
        "system:authenticated",
        "system:serviceaccounts",
        "system:serviceaccounts:taskflow",
        "system:masters",
      ].map((name) => ({
        apiGroup: RBAC,
        kind: name === "system:anonymous" ? "User" : "Group",
        name,
      })),
    ),
  },
  {
    rule: "binding-is-wired",
    of: "RoleBinding",
    at: "roleRef.name",
    by: [gone, ...is("other", "", null)],
  },
  {
    rule: "binding-is-wired",
    of: BINDINGS,
    at: "subjects.*.name",
    by: [gone, ...is("other", "", null, 1)],
  },
  { rule: "binding-is-wired", of: "Role", at: "", by: [gone] },
  {
    rule: "binding-is-wired",
    of: "ServiceAccount",
    where: ({ metadata }) => (metadata as { name: string }).name === "prometheus",
    at: ["", "metadata.name"],
    by: [gone],
  },
  {
    rule: "service-account-no-token",
    of: "ServiceAccount",
    at: "automountServiceAccountToken",
    by: [gone, ...is(true, null, "false", 0, "", {})],
  },
];
