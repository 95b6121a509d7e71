/** An object of Kubernetes as the API takes it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Name and place of an object. */
export interface Place {
  readonly name: string;
  readonly namespace: string;
}

/** An object of a namespace. */
export function object(
  kind: string,
  apiVersion: string,
  { name, namespace }: Place,
  fields: Manifest = {},
): Manifest {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}

/** What a Deployment of one container is. */
interface Workload {
  readonly image: string;
  /** Of the container. */
  readonly fields: Manifest;
  /** Of the pod. */
  readonly pod?: Manifest;
  /** By which others select the pods. Default: `app` alone, which is the name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the pods. Default: none. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Deployment of one restricted pod, whose account has the name of its own. */
export function deployment(
  place: Place,
  { image, fields, pod, labels, annotations = {} }: Workload,
): Manifest {
  const all = { app: place.name, ...labels };
  return object("Deployment", "apps/v1", place, {
    spec: {
      selector: { matchLabels: { app: all.app } },
      template: {
        metadata: { labels: all, annotations },
        spec: {
          serviceAccountName: place.name,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: place.name,
              image,
              imagePullPolicy: "Never",
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              ...fields,
            },
          ],
          ...pod,
        },
      },
    },
  });
}

const RBAC = "rbac.authorization.k8s.io";

/** What an account may do in every namespace. */
export function clusterRole(name: string, rules: readonly Manifest[]): Manifest {
  return { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name }, rules };
}

/** Gives a role to the account of a workload, or to the user of a certificate. */
export function clusterRoleBinding(name: string, role: string, who: Place | string): Manifest {
  const subject =
    typeof who === "string"
      ? { kind: "User", apiGroup: RBAC, name: who }
      : { kind: "ServiceAccount", ...who };
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects: [subject],
  };
}
