import { NETWORK, NODE, PATHS } from "./layout.ts";
import { join } from "node:path";

type Manifest = Readonly<Record<string, unknown>>;

const SYSTEM = "kube-system";
/** Larger than anything that a test asks for: the folders are not limited. */
const VOLUME_SIZE = "10Ti";
export const VOLUMES = 32;

export const COREDNS_IMAGE = "registry.example.com/coredns:1";
export const METRICS_SERVER_IMAGE = "registry.example.com/metrics-server:1";

/** Restricted, as everything that runs here. */
const container = (name: string, image: string, fields: Manifest): Manifest => ({
  name,
  image,
  imagePullPolicy: "Never",
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
  ...fields,
});
const restricted = {
  runAsNonRoot: true,
  runAsUser: 65532,
  seccompProfile: { type: "RuntimeDefault" },
};

/** What a cluster is expected to have beside Kubernetes itself: names, measurements and storage. */
export function addons(): Manifest[] {
  return [...apiEndpoint(), ...dns(), ...metrics(), ...storage()];
}

function object(kind: string, apiVersion: string, name: string, fields: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: SYSTEM }, ...fields };
}

function labelled(app: string) {
  return { selector: { matchLabels: { app } }, metadata: { labels: { app } } };
}

function workload(app: string, serviceAccountName: string, spec: Manifest): Manifest {
  const { selector, metadata } = labelled(app);
  return object("Deployment", "apps/v1", app, {
    spec: {
      selector,
      template: {
        metadata,
        spec: { serviceAccountName, securityContext: restricted, ...spec },
      },
    },
  });
}

/** The server does not write it: it would be gone with the server, and that is what some tests are about. */
function apiEndpoint(): Manifest[] {
  return [
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: "kubernetes",
        namespace: "default",
        labels: { "kubernetes.io/service-name": "kubernetes" },
      },
      addressType: "IPv4",
      endpoints: [{ addresses: [NETWORK.node], conditions: { ready: true } }],
      ports: [{ name: "https", port: 6443, protocol: "TCP" }],
    },
  ];
}

function dns(): Manifest[] {
  const corefile = `.:1053 {
  errors
  health :8080
  ready :8181
  kubernetes ${NETWORK.domain} in-addr.arpa {
    pods insecure
  }
  cache 5
}
`;
  return [
    object("ServiceAccount", "v1", "coredns", {}),
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "taskflow:coredns" },
      rules: [
        {
          apiGroups: [""],
          resources: ["endpoints", "services", "pods", "namespaces"],
          verbs: ["list", "watch"],
        },
        {
          apiGroups: ["discovery.k8s.io"],
          resources: ["endpointslices"],
          verbs: ["list", "watch"],
        },
      ],
    },
    binding("taskflow:coredns", "taskflow:coredns", "coredns"),
    object("ConfigMap", "v1", "coredns", { data: { Corefile: corefile } }),
    workload("coredns", "coredns", {
      dnsPolicy: "Default",
      containers: [
        container("coredns", COREDNS_IMAGE, {
          args: ["-conf", "/etc/coredns/Corefile"],
          volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
          readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
        }),
      ],
      volumes: [{ name: "config", configMap: { name: "coredns" } }],
    }),
    object("Service", "v1", "kube-dns", {
      spec: {
        clusterIP: NETWORK.dns,
        selector: { app: "coredns" },
        ports: [
          { name: "dns", port: 53, targetPort: 1053, protocol: "UDP" },
          { name: "dns-tcp", port: 53, targetPort: 1053, protocol: "TCP" },
        ],
      },
    }),
  ];
}

function metrics(): Manifest[] {
  return [
    object("ServiceAccount", "v1", "metrics-server", {}),
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "taskflow:metrics-server" },
      rules: [
        { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
        {
          apiGroups: [""],
          resources: ["pods", "nodes", "namespaces"],
          verbs: ["get", "list", "watch"],
        },
      ],
    },
    binding("taskflow:metrics-server", "taskflow:metrics-server", "metrics-server"),
    binding("taskflow:metrics-server-delegator", "system:auth-delegator", "metrics-server"),
    {
      ...object("RoleBinding", "rbac.authorization.k8s.io/v1", "metrics-server", {
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "Role",
          name: "extension-apiserver-authentication-reader",
        },
        subjects: [{ kind: "ServiceAccount", name: "metrics-server", namespace: SYSTEM }],
      }),
    },
    workload("metrics-server", "metrics-server", {
      containers: [
        container("metrics-server", METRICS_SERVER_IMAGE, {
          args: [
            "--secure-port=10250",
            "--cert-dir=/tmp",
            "--kubelet-preferred-address-types=InternalIP",
            // kube-root-ca.crt, which every namespace has.
            "--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
            "--metric-resolution=10s",
            "--kubelet-request-timeout=5s",
          ],
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
          readinessProbe: {
            httpGet: { path: "/readyz", port: 10250, scheme: "HTTPS" },
            periodSeconds: 1,
            failureThreshold: 60,
          },
        }),
      ],
      volumes: [{ name: "tmp", emptyDir: {} }],
    }),
    object("Service", "v1", "metrics-server", {
      spec: { selector: { app: "metrics-server" }, ports: [{ port: 443, targetPort: 10250 }] },
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
        service: { name: "metrics-server", namespace: SYSTEM },
        // It makes its certificate anew at each start.
        insecureSkipTLSVerify: true,
      },
    },
  ];
}

/** A default class, and folders of the node for what claims it. */
function storage(): Manifest[] {
  const storageClassName = "local";
  const volumes = Array.from({ length: VOLUMES }, (_each, index) => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `local-${index}` },
    spec: {
      capacity: { storage: VOLUME_SIZE },
      accessModes: ["ReadWriteOnce", "ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName,
      local: { path: join(PATHS.volumes, `local-${index}`) },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [NODE] }],
            },
          ],
        },
      },
    },
  }));
  return [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: storageClassName,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "kubernetes.io/no-provisioner",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    },
    ...volumes,
  ];
}

function binding(name: string, role: string, account: string): Manifest {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name: account, namespace: SYSTEM }],
  };
}
