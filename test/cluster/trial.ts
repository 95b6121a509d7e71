export const TRIAL_IMAGE = "registry.example.com/trial:1";
export const NAMESPACE = "trial";

const metadata = (name: string) => ({ name, namespace: NAMESPACE });

/** A restricted pod of the program. */
export const pod = (fields: object, container: object) => ({
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  ...fields,
  containers: [
    {
      name: "trial",
      image: TRIAL_IMAGE,
      imagePullPolicy: "Never",
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      ...container,
    },
  ],
});

/** Two restricted servers behind a Service, which keep a volume of the default class. */
export const SERVERS = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadata("data"),
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("web"),
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: pod(
          { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
          {
            readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 },
            volumeMounts: [{ name: "data", mountPath: "/data" }],
          },
        ),
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("web"),
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
  },
];

/** One who asks for them by name. */
export const VISITOR = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: metadata("visitor"),
  spec: {
    backoffLimit: 0,
    template: {
      spec: pod({ restartPolicy: "Never" }, { args: [`http://web.${NAMESPACE}/`] }),
    },
  },
};
