import * as pulumi from "@pulumi/pulumi";
import type { RegistryInput } from "../components/release/gates/registry.ts";
import type { ReadinessArgs } from "../components/release/readiness.ts";
import { EXTERNAL_SECRETS } from "../components/secrets/store.ts";
import type { Settings } from "../infra/config/index.ts";
import { PULL_SECRET, context, releaseImage, releaseImages } from "./platform.ts";

/** What the cluster is asked for, and what identifies the release. */
export function readinessArgs(
  settings: Settings,
  given: {
    /** Of the application, with the registry's login in it. */
    readonly namespace: pulumi.Input<string>;
    /** Hashes of the templates that the workloads' pods will have. */
    readonly templateHashes: {
      readonly backend: pulumi.Input<string>;
      readonly frontend: pulumi.Input<string>;
    };
    readonly services: NonNullable<ReadinessArgs["services"]>;
  },
): Omit<ReadinessArgs, "record"> {
  const { edge, release } = settings;
  const workload = (name: "backend" | "frontend", templateHash: string) => ({
    image: releaseImage(settings, name),
    templateHash,
  });
  const { services, ...known } = given;
  const readiness = pulumi.output(known).apply(({ namespace, templateHashes }) => ({
    ...context(settings),
    namespace,
    ...(settings.monitoring.type === "bundled" && {
      monitoring: settings.cluster.namespaces.monitoring,
    }),
    apis: neededApis(settings),
    edgeClass: {
      kind: edge.controller === "traefik" ? ("IngressClass" as const) : ("GatewayClass" as const),
      name: edge.className,
    },
    storage: neededStorage(settings),
    version: release.version,
    workloads: {
      backend: workload("backend", templateHashes.backend),
      frontend: workload("frontend", templateHashes.frontend),
    },
  }));
  const registry = pulumi
    .output(given.namespace)
    .apply((namespace) => registryInput(settings, namespace));
  return settings.environment === "local"
    ? { readiness, services }
    : { readiness, registry, services };
}

/** The images of the release, and where the login is that the cluster pulls them with. */
function registryInput(settings: Settings, namespace: string): RegistryInput {
  const { images } = settings;
  return {
    images: releaseImages(settings),
    ...(images.pull && {
      login: {
        ...context(settings),
        namespace,
        secretName: PULL_SECRET,
      },
    }),
  };
}

/** Groups and versions of what is declared, but for those that the stack brings itself. */
export function neededApis({ certManager, edge, secretsSource }: Settings): string[] {
  return [
    ...["apps/v1", "autoscaling/v2", "batch/v1", "discovery.k8s.io/v1", "networking.k8s.io/v1"],
    ...["policy/v1", "rbac.authorization.k8s.io/v1", "scheduling.k8s.io/v1", "storage.k8s.io/v1"],
    // What the autoscalers read.
    "metrics.k8s.io/v1beta1",
    ...(certManager.type === "existing" ? ["cert-manager.io/v1"] : []),
    ...(edge.controller === "traefik"
      ? ["traefik.io/v1alpha1"]
      : ["gateway.networking.k8s.io/v1", "gateway.envoyproxy.io/v1alpha1"]),
    ...(secretsSource.type === "vault" ? [EXTERNAL_SECRETS] : []),
  ];
}

/** Classes that the volumes name, and whether one takes the default. */
export function neededStorage({ database, monitoring }: Settings): {
  classes: string[];
  needsDefault: boolean;
} {
  const volumes = [
    ...(database.type === "bundled" ? [database.storage, database.backups.repository] : []),
    ...(monitoring.type === "bundled"
      ? [
          monitoring.prometheus.storage,
          ...(monitoring.logs.enabled ? [monitoring.logs.storage] : []),
        ]
      : []),
  ];
  const names = volumes.map(({ storageClass }) => storageClass);
  return {
    classes: [...new Set(names.filter((name) => name !== undefined))].sort(),
    needsDefault: names.includes(undefined),
  };
}
