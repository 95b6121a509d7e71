/*
 * Where the schemas come from, pinned, and which of them are kept. After a change: `node test/schemas/update.ts`.
 */

/** A schema's key: `apps/v1/Deployment`, `v1/Service`. */
export type KindKey = `${string}/${string}`;

/** The OpenAPI definitions of Kubernetes, as JSON Schema without unknown fields, in a package of the Python registry. */
export const kubernetes = {
  package: "kubernetes-validate",
  version: "1.37.0",
  sha256: "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9",
  definitions: "kubernetes_validate/kubernetes-json-schema/v1.36.0-local-strict/_definitions.json",
  release: "1.36.0",
  kinds: [
    "apps/v1/DaemonSet",
    "apps/v1/Deployment",
    "apps/v1/StatefulSet",
    "autoscaling/v2/HorizontalPodAutoscaler",
    "batch/v1/CronJob",
    "batch/v1/Job",
    "networking.k8s.io/v1/Ingress",
    "networking.k8s.io/v1/NetworkPolicy",
    "policy/v1/PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1/ClusterRole",
    "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
    "rbac.authorization.k8s.io/v1/Role",
    "rbac.authorization.k8s.io/v1/RoleBinding",
    "scheduling.k8s.io/v1/PriorityClass",
    "v1/ConfigMap",
    "v1/LimitRange",
    "v1/Namespace",
    "v1/PersistentVolumeClaim",
    "v1/ResourceQuota",
    "v1/Secret",
    "v1/Service",
    "v1/ServiceAccount",
  ] as const satisfies readonly KindKey[],
} as const;

/** Values that a field may have. The OpenAPI definitions name them in prose only. */
export const enumerations: Readonly<Record<string, readonly string[]>> = {
  "io.k8s.api.apps.v1.DaemonSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
  "io.k8s.api.apps.v1.DeploymentStrategy.type": ["RollingUpdate", "Recreate"],
  "io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": [
    "Retain",
    "Delete",
  ],
  "io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": [
    "Retain",
    "Delete",
  ],
  "io.k8s.api.apps.v1.StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
  "io.k8s.api.apps.v1.StatefulSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
  "io.k8s.api.autoscaling.v2.HPAScalingPolicy.type": ["Pods", "Percent"],
  "io.k8s.api.autoscaling.v2.HPAScalingRules.selectPolicy": ["Max", "Min", "Disabled"],
  "io.k8s.api.autoscaling.v2.MetricTarget.type": ["Utilization", "Value", "AverageValue"],
  "io.k8s.api.batch.v1.CronJobSpec.concurrencyPolicy": ["Allow", "Forbid", "Replace"],
  "io.k8s.api.core.v1.Container.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
  "io.k8s.api.core.v1.Container.restartPolicy": ["Always", "OnFailure", "Never"],
  "io.k8s.api.core.v1.Container.terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
  "io.k8s.api.core.v1.ContainerPort.protocol": ["TCP", "UDP", "SCTP"],
  "io.k8s.api.core.v1.EmptyDirVolumeSource.medium": ["", "Memory", "HugePages"],
  "io.k8s.api.core.v1.HTTPGetAction.scheme": ["HTTP", "HTTPS"],
  "io.k8s.api.core.v1.HostPathVolumeSource.type": [
    "",
    "DirectoryOrCreate",
    "Directory",
    "FileOrCreate",
    "File",
    "Socket",
    "CharDevice",
    "BlockDevice",
  ],
  "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement.operator": [
    "In",
    "NotIn",
    "Exists",
    "DoesNotExist",
  ],
  "io.k8s.api.core.v1.LimitRangeItem.type": ["Container", "Pod", "PersistentVolumeClaim"],
  "io.k8s.api.core.v1.PodSecurityContext.fsGroupChangePolicy": ["OnRootMismatch", "Always"],
  "io.k8s.api.core.v1.PodSpec.dnsPolicy": [
    "ClusterFirst",
    "ClusterFirstWithHostNet",
    "Default",
    "None",
  ],
  "io.k8s.api.core.v1.PodSpec.restartPolicy": ["Always", "OnFailure", "Never"],
  "io.k8s.api.core.v1.SeccompProfile.type": ["RuntimeDefault", "Localhost", "Unconfined"],
  "io.k8s.api.core.v1.ServicePort.protocol": ["TCP", "UDP", "SCTP"],
  "io.k8s.api.core.v1.ServiceSpec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
  "io.k8s.api.core.v1.Toleration.effect": ["NoSchedule", "PreferNoSchedule", "NoExecute"],
  "io.k8s.api.core.v1.Toleration.operator": ["Exists", "Equal", "Lt", "Gt"],
  "io.k8s.api.core.v1.TopologySpreadConstraint.whenUnsatisfiable": [
    "DoNotSchedule",
    "ScheduleAnyway",
  ],
  "io.k8s.api.core.v1.VolumeMount.mountPropagation": ["None", "HostToContainer", "Bidirectional"],
  "io.k8s.api.networking.v1.HTTPIngressPath.pathType": [
    "Exact",
    "Prefix",
    "ImplementationSpecific",
  ],
  "io.k8s.api.networking.v1.NetworkPolicyPort.protocol": ["TCP", "UDP", "SCTP"],
  "io.k8s.api.policy.v1.PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": [
    "IfHealthyBudget",
    "AlwaysAllow",
  ],
  "io.k8s.api.scheduling.v1.PriorityClass.preemptionPolicy": ["PreemptLowerPriority", "Never"],
};

/** The Go module whose command writes the schema of an API that is declared as Go types. */
export const controllerGen = {
  module: "sigs.k8s.io/controller-tools",
  version: "v0.23.0",
  sum: "h1:GFmPTaHSyje/kZv/4XOdR1v3rWz0/OJixwpPnGyV4Sw=",
  command: "sigs.k8s.io/controller-tools/cmd/controller-gen",
} as const;

/** One API of custom resources. */
export interface CustomApi {
  /** Go module, its version and its checksum as in go.sum. */
  readonly module: string;
  readonly version: string;
  readonly sum: string;
  /** The package that declares the types. */
  readonly package: string;
  readonly kinds: readonly KindKey[];
}

export const customApis: readonly CustomApi[] = [
  {
    module: "github.com/cert-manager/cert-manager",
    version: "v1.21.2",
    sum: "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
    package: "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1",
    kinds: [
      "cert-manager.io/v1/Certificate",
      "cert-manager.io/v1/ClusterIssuer",
      "cert-manager.io/v1/Issuer",
    ],
  },
  {
    // The newest whose packages are all in modules of their own names.
    module: "github.com/traefik/traefik/v3",
    version: "v3.6.12",
    sum: "h1:6pe4s7aaDTQs+AsF7KP3sM/xnq7zOVvibRQe5tw9eFo=",
    package: "github.com/traefik/traefik/v3/pkg/provider/kubernetes/crd/traefikio/v1alpha1",
    kinds: ["traefik.io/v1alpha1/Middleware"],
  },
  {
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.3",
    sum: "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=",
    package: "sigs.k8s.io/gateway-api/apis/v1",
    kinds: ["gateway.networking.k8s.io/v1/Gateway", "gateway.networking.k8s.io/v1/HTTPRoute"],
  },
  {
    module: "github.com/envoyproxy/gateway",
    version: "v1.9.1",
    sum: "h1:vAVp6/AlBXJ1aOhp1mxL7fNEzVEfjADUguUhm2wzxQY=",
    package: "github.com/envoyproxy/gateway/api/v1alpha1",
    kinds: [
      "gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy",
      "gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy",
      "gateway.envoyproxy.io/v1alpha1/EnvoyProxy",
      "gateway.envoyproxy.io/v1alpha1/SecurityPolicy",
    ],
  },
  {
    // Later ones keep these types in a nested module that has no version.
    module: "github.com/external-secrets/external-secrets",
    version: "v0.19.2",
    sum: "h1:bdOpEt9Pww2e8QGh4apX7M0nehwNOVAQJLd8z6hAXWI=",
    package: "github.com/external-secrets/external-secrets/apis/externalsecrets/v1",
    kinds: ["external-secrets.io/v1/ExternalSecret", "external-secrets.io/v1/SecretStore"],
  },
];
