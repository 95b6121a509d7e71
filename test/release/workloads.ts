import type { Deployment, ReplicaSet } from "../../components/release/kubernetes/objects.ts";
import { TEMPLATE_HASH } from "../../components/web/template-hash.ts";

/** One release of a workload, as its controller keeps it. */
export interface Release {
  readonly version: string;
  readonly revision: number;
  readonly available?: number;
  /** Default: follows from the version. */
  readonly hash?: string;
}

const UID = "11111111-1111-1111-1111-111111111111";

/** Name of the ReplicaSet of a release. */
export function replicaSetName(app: string, { version }: Pick<Release, "version">): string {
  return `${app}-${version.replaceAll(".", "")}`;
}

/** The image that a release of a workload has. */
export function imageOf(app: string, { version }: Pick<Release, "version">): string {
  return `registry.example.com/${app}:${version}`;
}

function template(app: string, release: Release, labels: Readonly<Record<string, string>> = {}) {
  const { version, hash = `hash-${version}` } = release;
  return {
    metadata: {
      labels: { app, "app.kubernetes.io/version": version, ...labels },
      annotations: { [TEMPLATE_HASH]: hash },
    },
    spec: { containers: [{ name: app, image: imageOf(app, release) }] },
  };
}

/** A ReplicaSet of the Deployment of that name. */
export function replicaSet(app: string, release: Release): ReplicaSet {
  const { version, revision, available = 0 } = release;
  const made = {
    metadata: {
      name: replicaSetName(app, release),
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
      ownerReferences: [
        { apiVersion: "apps/v1", kind: "Deployment", name: app, uid: UID, controller: true },
      ],
    },
    spec: {
      selector: { matchLabels: { app } },
      template: template(app, release, { "pod-template-hash": version.replaceAll(".", "") }),
    },
    status: { replicas: available, availableReplicas: available },
  };
  return made;
}

/** The Deployment when its newest release is this one. */
export function deployment(app: string, release: Release): Deployment {
  const made = {
    metadata: {
      name: app,
      namespace: "taskflow",
      uid: UID,
      generation: 2,
      labels: { app },
      annotations: { "deployment.kubernetes.io/revision": String(release.revision) },
      managedFields: [
        {
          manager: "kube-controller-manager",
          operation: "Update",
          fieldsV1: { "f:metadata": { "f:annotations": { ".": {} } } },
        },
        {
          manager: "pulumi-kubernetes-1a2b3c4d",
          operation: "Apply",
          fieldsV1: {
            "f:metadata": { "f:labels": { "f:app": {} } },
            "f:spec": {
              "f:selector": {},
              "f:minReadySeconds": {},
              "f:strategy": { "f:type": {}, "f:rollingUpdate": { "f:maxSurge": {} } },
              "f:template": { "f:metadata": {}, "f:spec": {} },
            },
          },
        },
      ],
    },
    spec: {
      replicas: 3,
      minReadySeconds: 10,
      revisionHistoryLimit: 5,
      selector: { matchLabels: { app } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: "25%" } },
      template: template(app, release),
    },
    status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 },
  };
  return made;
}
