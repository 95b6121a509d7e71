import { NODE } from "../layout.ts";
import { type Addon, available } from "./addon.ts";
import { clusterRole, clusterRoleBinding, deployment, object } from "./manifest.ts";

const IMAGE = "registry.example.com/metrics-server:1";
const PORT = 10250;
const place = { name: "metrics-server", namespace: "kube-system" };

/** What pods and nodes use, for autoscaling and `kubectl top`. */
export const metrics: Addon = {
  images: [{ reference: IMAGE, module: "metrics-server", program: "metrics-server" }],
  manifests: [
    object("ServiceAccount", "v1", place),
    clusterRole("taskflow:metrics-server", [
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      {
        apiGroups: [""],
        resources: ["pods", "nodes", "namespaces"],
        verbs: ["get", "list", "watch"],
      },
    ]),
    clusterRoleBinding("taskflow:metrics-server", "taskflow:metrics-server", place),
    clusterRoleBinding("taskflow:metrics-server-delegator", "system:auth-delegator", place),
    object("RoleBinding", "rbac.authorization.k8s.io/v1", place, {
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Role",
        name: "extension-apiserver-authentication-reader",
      },
      subjects: [{ kind: "ServiceAccount", ...place }],
    }),
    deployment(place, {
      image: IMAGE,
      pod: { volumes: [{ name: "tmp", emptyDir: {} }] },
      fields: {
        args: [
          `--secure-port=${PORT}`,
          "--cert-dir=/tmp",
          "--kubelet-preferred-address-types=InternalIP",
          // kube-root-ca.crt, which every namespace has.
          "--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
          "--metric-resolution=10s",
          "--kubelet-request-timeout=5s",
        ],
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        readinessProbe: {
          httpGet: { path: "/readyz", port: PORT, scheme: "HTTPS" },
          periodSeconds: 1,
          failureThreshold: 60,
        },
      },
    }),
    object("Service", "v1", place, {
      spec: { selector: { app: place.name }, ports: [{ port: 443, targetPort: PORT }] },
    }),
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: place,
        // It makes its certificate anew at each start.
        insecureSkipTLSVerify: true,
      },
    },
  ],
  parts: [
    available(place),
    {
      name: "measurements",
      object: ["nodes.metrics.k8s.io", NODE],
      jsonpath: "{.metadata.name}",
      ready: NODE,
    },
  ],
};
