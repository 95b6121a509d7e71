import type { Manifest } from "../../../policies/rule.ts";
import { container, deployment, metadata, serving, template } from "./compliant.ts";
import { GONE, type Steps } from "./fields.ts";

export const KINDS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ["v1", "Pod"],
  ["v1", "PodTemplate"],
  ["v1", "ReplicationController"],
  ["apps/v1", "ReplicaSet"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "StatefulSet"],
  ["apps/v1", "DaemonSet"],
  ["batch/v1", "Job"],
  ["batch/v1", "CronJob"],
  ["v1", "Service"],
  ["v1", "ConfigMap"],
  ["v1", "Secret"],
  ["v1", "Namespace"],
  ["v1", "ServiceAccount"],
  ["v1", "PersistentVolume"],
  ["v1", "PersistentVolumeClaim"],
  ["v1", "ResourceQuota"],
  ["v1", "LimitRange"],
  ["v1", "Endpoints"],
  ["networking.k8s.io/v1", "Ingress"],
  ["networking.k8s.io/v1", "IngressClass"],
  ["networking.k8s.io/v1", "NetworkPolicy"],
  ["policy/v1", "PodDisruptionBudget"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["keda.sh/v1alpha1", "ScaledObject"],
  ["storage.k8s.io/v1", "StorageClass"],
  ["rbac.authorization.k8s.io/v1", "Role"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
  ["cert-manager.io/v1", "Certificate"],
  ["cert-manager.io/v1", "Issuer"],
  ["cert-manager.io/v1", "ClusterIssuer"],
  ["external-secrets.io/v1", "ExternalSecret"],
  ["external-secrets.io/v1", "SecretStore"],
  ["gateway.networking.k8s.io/v1", "Gateway"],
  ["gateway.networking.k8s.io/v1", "HTTPRoute"],
  ["gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy"],
  ["monitoring.coreos.com/v1", "PrometheusRule"],
  ["traefik.io/v1alpha1", "IngressRoute"],
  ["traefik.io/v1alpha1", "Middleware"],
  ["__proto__/v1", "constructor"],
];

export const FIELDS =
  "metadata spec data rules roleRef subjects type template chart automountServiceAccountToken reclaimPolicy __proto__ constructor toString".split(
    " ",
  );

const holding = (apiVersion: string, kind: string, spec: unknown): Manifest => ({
  apiVersion,
  kind,
  metadata: metadata(),
  spec,
});

/** Every kind that holds pods, and where. */
export const WORKLOADS: readonly [readonly [Manifest, Steps], ...(readonly [Manifest, Steps])[]] = [
  [{ apiVersion: "v1", kind: "Pod", ...template(), metadata: metadata() }, []],
  [
    { apiVersion: "v1", kind: "PodTemplate", metadata: metadata(), template: template() },
    ["template"],
  ],
  [holding("v1", "ReplicationController", { template: template() }), ["spec", "template"]],
  [holding("apps/v1", "ReplicaSet", { template: template() }), ["spec", "template"]],
  [holding("apps/v1", "Deployment", { template: template() }), ["spec", "template"]],
  [holding("apps/v1", "StatefulSet", { template: template() }), ["spec", "template"]],
  [holding("apps/v1", "DaemonSet", { template: template() }), ["spec", "template"]],
  [holding("batch/v1", "Job", { template: template() }), ["spec", "template"]],
  [
    holding("batch/v1", "CronJob", { jobTemplate: { spec: { template: template() } } }),
    ["spec", "jobTemplate", "spec", "template"],
  ],
];

type Breaking = readonly [rule: string, field: Steps, value: unknown];

/** What must be seen, whatever else is wrong. */
export const BREAKING: readonly [Breaking, ...Breaking[]] = [
  ["container-not-privileged", ["securityContext", "privileged"], true],
  ["container-no-privilege-escalation", ["securityContext", "allowPrivilegeEscalation"], true],
  ["container-no-privilege-escalation", ["securityContext", "allowPrivilegeEscalation"], GONE],
  ["container-read-only-root", ["securityContext", "readOnlyRootFilesystem"], false],
  ["container-drops-capabilities", ["securityContext", "capabilities", "drop"], []],
  ["container-default-capabilities", ["securityContext", "capabilities", "add"], ["SYS_ADMIN"]],
  ["container-no-host-port", ["ports"], [{ containerPort: 8080, hostPort: 80 }]],
  ["container-bounded-memory", ["resources", "limits", "memory"], GONE],
  ["container-bounded-cpu", ["resources", "requests"], {}],
  ["container-no-literal-credentials", ["env"], [{ name: "API_TOKEN", value: "horse battery" }]],
  ["pod-image-tag", ["image"], "nginx:latest"],
  ["pod-image-digest", ["image"], "nginx:1.29"],
];

const many = <T>(size: number, make: (index: number) => T) =>
  Array.from({ length: size }, (_, index) => make(index));
const fieldsOf = (size: number) =>
  Object.fromEntries(many(size, (index) => [`key-${index}`, `value-${index}`]));
const pod = (more: Readonly<Record<string, unknown>>) => [deployment(more)];
const one = (more: object) => pod({ containers: [container({ ...serving, ...more })] });

/** Objects that grow in one place. */
export const WIDE: Readonly<Record<string, (size: number) => readonly Manifest[]>> = {
  containers: (size) =>
    pod({ containers: many(size, (index) => container({ name: `c${index}` })) }),
  "init containers": (size) =>
    pod({ initContainers: many(size, (index) => container({ name: `c${index}` })) }),
  variables: (size) =>
    one({ env: many(size, (index) => ({ name: `V${index}`, value: `${index}` })) }),
  arguments: (size) => one({ args: many(size, (index) => `--option-${index}=x`) }),
  volumes: (size) => pod({ volumes: many(size, (index) => ({ name: `v${index}`, emptyDir: {} })) }),
  mounts: (size) =>
    one({ volumeMounts: many(size, (index) => ({ name: "data", mountPath: `/m${index}` })) }),
  ports: (size) =>
    one({ ports: many(size, (index) => ({ name: `p${index}`, containerPort: 2000 + index })) }),
  labels: (size) => [{ ...deployment(), metadata: metadata("shop", { labels: fieldsOf(size) }) }],
  annotations: (size) => [
    { ...deployment(), metadata: metadata("shop", { annotations: fieldsOf(size) }) },
  ],
  files: (size) => [
    { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(), data: fieldsOf(size) },
  ],
  rights: (size) => [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: metadata(),
      rules: many(size, (index) => ({ apiGroups: [""], resources: [`r${index}`], verbs: ["get"] })),
    },
  ],
  "ends of a policy": (size) => [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadata(),
      spec: {
        podSelector: {},
        ingress: [
          {
            from: many(size, (index) => ({ podSelector: { matchLabels: { app: `a${index}` } } })),
            ports: [{ port: 1 }],
          },
        ],
      },
    },
  ],
  objects: (size) => many(size, (index) => ({ ...deployment(), metadata: metadata(`d${index}`) })),
  "objects that refer to each other": (size) =>
    many(size, (index) => [
      { ...deployment(), metadata: metadata(`d${index}`) },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: metadata(`s${index}`),
        spec: { selector: { app: `a${index}` }, ports: [{ port: 80 }] },
      },
    ]).flat(),
  depths: (size) => [
    {
      ...deployment(),
      deep: many(size, String).reduce<object>((inner, name) => ({ [name]: inner }), {}),
    },
  ],
};

/** Texts that make careless expressions go back and forth. */
export const TEXTS: Readonly<Record<string, string>> = {
  letters: "a",
  capitals: "A",
  digits: "0",
  spaces: " ",
  tabs: "\t",
  lines: "\n",
  dots: ".",
  dashes: "-",
  slashes: "/",
  commas: ",",
  quotes: '"',
  apostrophes: "'",
  backticks: "`",
  "equals signs": "=",
  colons: ":",
  "at signs": "@",
  parentheses: "(",
  brackets: "[",
  braces: "{",
  dollars: "$",
  "open references": "${",
  "open substitutions": "$(",
  schemes: "a://",
  addresses: "a://b:c",
  "addresses of PostgreSQL": "postgres://a",
  settings: "a=b ",
  passwords: "password=",
  "beginnings of keys": "-----BEGIN ",
  "beginnings of tokens": "eyJaaaaaaaaaa.",
  authorizations: "authorization: ",
  hosts: "Host(`a`",
  durations: "1h",
  selectors: "a/b.",
  "lines of settings": "a = 'b\n",
  "sections of settings": "[a]\nb=c\n",
  alerts: "- alert: a\n",
  anchors: "&a ",
  backslashes: "\\",
  commands: "sleep 1",
  sslmodes: "sslmode=",
};
