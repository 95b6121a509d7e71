import assert from "node:assert/strict";
import { evaluate } from "../../policies/evaluate.ts";
import type { Inputs } from "../../policies/graph.ts";
import { exampleGraph } from "../../policies/example-graph.ts";
import { message } from "../../policies/message.ts";
import type { Manifest } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import {
  IMAGE,
  ZONE,
  container,
  deployment,
  disruptionBudget,
  ending,
  ground,
  labels,
  metadata,
  networkPolicy,
  service,
  serving,
  template,
} from "./support/compliant.ts";
import { changed, expand } from "./support/fields.ts";
import { declaredBy } from "./support/production.ts";

type Fields = Readonly<Record<string, unknown>>;

const web = [disruptionBudget, service];
const volume = (of: object): Fields => ({
  volumes: [{ name: "data", ...of }],
  containers: [container({ ...serving, volumeMounts: [{ name: "data", mountPath: "/data" }] })],
});
const env = (name: string, value: string) =>
  deployment({
    containers: [
      container({
        ...serving,
        env: [
          { name: "TZ", value: ZONE },
          { name, value },
        ],
      }),
    ],
  });
const annotated = (name: string, value: string) => ({
  ...deployment({}, {}, { [name]: value }),
  metadata: metadata("shop", { annotations: { [name]: value } }),
});
const claim = (name: string) => ({
  metadata: { name },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});
const headless = { ...service, spec: { ...(service["spec"] as object), clusterIP: "None" } };
const statefulSet = (more: object, pod: Fields = {}): Manifest => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  options: { protect: true },
  metadata: metadata(),
  spec: {
    serviceName: "shop",
    replicas: 2,
    selector: { matchLabels: { app: "shop" } },
    template: template(pod),
    ...more,
  },
});
const job = (spec: object = {}, kindOf: object = {}): Manifest => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: metadata(),
  spec: { backoffLimit: 2, template: ending(), ...spec },
  ...kindOf,
});
const cronJob = (spec: object = {}): Manifest => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: metadata(),
  spec: {
    schedule: "0 1 * * *",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 600,
    jobTemplate: { spec: { template: ending() } },
    ...spec,
  },
});
const autoscaler = (metrics: readonly object[]): Manifest => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: metadata(),
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
    minReplicas: 2,
    maxReplicas: 10,
    metrics,
  },
});
const scaled = deployment({}, { replicas: undefined });
const without = (...fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, undefined]));
const expressions = {
  matchExpressions: [
    { key: "app", operator: "In", values: ["shop", "other"] },
    { key: "legacy", operator: "DoesNotExist" },
    { key: "app.kubernetes.io/component", operator: "Exists" },
    { key: "app", operator: "NotIn", values: ["test"] },
  ],
};
const http = [{ protocol: "TCP", port: 8080 }];
const ingressFrom = (...from: readonly object[]) =>
  networkPolicy({ ingress: [{ from, ports: http }] });
const egressTo = (to: readonly object[], ports: readonly object[]) =>
  networkPolicy({ egress: [{ to, ports }] });
const headers = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "SAMEORIGIN",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=()",
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'",
};
const traefik = (name: string, spec: object): Manifest => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "Middleware",
  metadata: metadata(name),
  spec,
});
const certificate = (...dnsNames: readonly string[]): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: metadata("tls"),
  spec: {
    secretName: "tls",
    dnsNames,
    duration: "2160h",
    renewBefore: "720h",
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    issuerRef: { name: "public", kind: "ClusterIssuer" },
  },
});
const hosts = ["shop.example.com", "www.shop.example.com"];
const path = {
  path: "/",
  pathType: "Prefix",
  backend: { service: { name: "shop", port: { name: "http" } } },
};
const ingress = (
  name: string,
  entryPoint: string,
  middlewares: readonly string[],
  tls?: object,
): Manifest => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: metadata(name, {
    annotations: {
      "traefik.ingress.kubernetes.io/router.entrypoints": entryPoint,
      "traefik.ingress.kubernetes.io/router.middlewares": middlewares
        .map((middleware) => `shop-${middleware}@kubernetescrd`)
        .join(","),
      "traefik.ingress.kubernetes.io/router.tls": String(tls !== undefined),
    },
  }),
  spec: {
    ingressClassName: "traefik",
    rules: hosts.map((host) => ({ host, http: { paths: [path] } })),
    ...tls,
  },
});
const middlewares = [
  traefik("redirect", { redirectScheme: { scheme: "https", permanent: true } }),
  traefik("headers", { headers: { customResponseHeaders: headers } }),
  traefik("limit", { rateLimit: { average: 100, period: "1s", burst: 100 } }),
];
const windows = {
  os: { name: "windows" },
  nodeSelector: { "kubernetes.io/os": "windows" },
  securityContext: { runAsNonRoot: true, windowsOptions: { runAsUserName: "ContainerUser" } },
  containers: [
    container({ ...serving, securityContext: { windowsOptions: { hostProcess: false } } }),
  ],
};

/** Objects that comply, each beside what a workload in its namespace needs. */
const cases: Readonly<Record<string, readonly Manifest[]>> = {
  "a Deployment": [deployment(), ...web],
  "a sidecar with all that is asked": [
    deployment({
      initContainers: [
        container({
          ...serving,
          name: "proxy",
          restartPolicy: "Always",
          ports: [{ name: "metrics", containerPort: 9090 }],
          startupProbe: { tcpSocket: { port: 9090 } },
          livenessProbe: { tcpSocket: { port: "metrics" } },
          readinessProbe: { httpGet: { path: "/ready", port: 9090 } },
        }),
      ],
    }),
    ...web,
  ],
  "a sidecar that serves nobody": [
    deployment({ initContainers: [container({ name: "logs", restartPolicy: "Always" })] }),
    ...web,
  ],
  "init containers": [
    deployment({
      initContainers: [
        container({ name: "migrate", command: ["migrate", "--wait", "30s"] }),
        container({ name: "warm" }),
      ],
    }),
    ...web,
  ],
  "two containers that serve": [
    deployment({
      containers: [
        container(serving),
        container({
          ...serving,
          name: "metrics",
          ports: [{ name: "metrics", containerPort: 9100 }],
          startupProbe: { exec: { command: ["check", "started"] } },
          livenessProbe: { exec: { command: ["check"] } },
          readinessProbe: { grpc: { port: 9100 } },
        }),
      ],
    }),
    ...web,
  ],
  "a Service by number": [
    deployment(),
    disruptionBudget,
    {
      ...service,
      spec: {
        selector: { app: "shop" },
        ports: [{ port: 8080 }, { name: "again", port: 80, targetPort: 8080 }],
      },
    },
  ],
  "probes by number": [
    deployment({
      containers: [
        container({
          ...serving,
          livenessProbe: { httpGet: { path: "/livez", port: 8080 } },
          readinessProbe: { tcpSocket: { port: 8080 } },
        }),
      ],
    }),
    ...web,
  ],
  "ports of UDP and SCTP": [
    deployment({
      containers: [
        container({
          ...serving,
          ports: [
            ...serving.ports,
            { name: "dns", containerPort: 5353, protocol: "UDP" },
            { name: "sctp", containerPort: 5353, protocol: "SCTP" },
          ],
        }),
      ],
    }),
    disruptionBudget,
    {
      ...service,
      spec: {
        selector: { app: "shop" },
        ports: [{ name: "dns", port: 53, targetPort: "dns", protocol: "UDP" }],
      },
    },
  ],
  "a ConfigMap as volume": [
    deployment(
      volume({ configMap: { name: "settings", optional: true, items: [{ key: "a", path: "b" }] } }),
    ),
    ...web,
  ],
  "a Secret as volume": [
    deployment(volume({ secret: { secretName: "login", defaultMode: 0o440 } })),
    ...web,
  ],
  "an emptyDir": [
    deployment(volume({ emptyDir: { medium: "Memory", sizeLimit: "16Mi" } })),
    ...web,
  ],
  "a claim as volume": [
    deployment(volume({ persistentVolumeClaim: { claimName: "data" } })),
    ...web,
  ],
  "a projected volume with a token of its own": [
    deployment(
      volume({
        projected: {
          sources: [
            { serviceAccountToken: { audience: "vault", expirationSeconds: 600, path: "token" } },
            { configMap: { name: "ca" } },
            { secret: { name: "login" } },
            {
              downwardAPI: {
                items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }],
              },
            },
            { clusterTrustBundle: { name: "ca", path: "ca.crt" } },
          ],
        },
      }),
    ),
    ...web,
  ],
  "the downward API": [
    deployment(
      volume({
        downwardAPI: {
          items: [
            { path: "cpu", resourceFieldRef: { containerName: "api", resource: "limits.cpu" } },
          ],
        },
      }),
    ),
    ...web,
  ],
  "a CSI volume": [
    deployment(volume({ csi: { driver: "secrets-store.csi.k8s.io", readOnly: true } })),
    ...web,
  ],
  "an ephemeral volume": [
    deployment(
      volume({
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        },
      }),
    ),
    ...web,
  ],
  "an image as volume": [
    deployment(volume({ image: { reference: IMAGE, pullPolicy: "IfNotPresent" } })),
    ...web,
  ],
  "mounts with subpaths and read-only": [
    deployment({
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "b", configMap: { name: "b" } },
      ],
      containers: [
        container({
          ...serving,
          volumeMounts: [
            { name: "a", mountPath: "/a", subPath: "x" },
            { name: "b", mountPath: "/b", readOnly: true, recursiveReadOnly: "Enabled" },
            { name: "a", mountPath: "/c", subPathExpr: "$(POD)", mountPropagation: "None" },
          ],
        }),
      ],
    }),
    ...web,
  ],
  "a name that the API server makes": [
    { ...job(), metadata: { generateName: "shop-", namespace: "shop", labels: labels() } },
  ],
  "a name that Pulumi makes": [
    {
      ...job(),
      metadata: {
        namespace: "shop",
        labels: labels(),
        annotations: { "pulumi.com/autonamed": "true" },
      },
    },
  ],
  "a Job": [job()],
  "a Job that restarts, in parallel": [
    job({
      parallelism: 3,
      completions: 9,
      completionMode: "Indexed",
      template: ending({ restartPolicy: "OnFailure" }),
      ttlSecondsAfterFinished: 600,
    }),
  ],
  "a CronJob": [cronJob()],
  "a CronJob that replaces, with its own zone": [
    cronJob({
      schedule: "@daily",
      timeZone: ZONE,
      concurrencyPolicy: "Replace",
      successfulJobsHistoryLimit: 3,
    }),
  ],
  "a StatefulSet with claims": [
    statefulSet(
      {
        volumeClaimTemplates: [claim("data"), claim("archive")],
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      },
      {
        containers: [
          container({
            ...serving,
            volumeMounts: [
              { name: "data", mountPath: "/data" },
              { name: "archive", mountPath: "/archive" },
            ],
          }),
        ],
      },
    ),
    disruptionBudget,
    headless,
  ],
  "a StatefulSet in parallel": [
    statefulSet({
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } },
      volumeClaimTemplates: [claim("data")],
    }),
    disruptionBudget,
    headless,
  ],
  "a DaemonSet": [
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: metadata(),
      spec: {
        selector: { matchLabels: { app: "shop" } },
        template: template({
          affinity: undefined,
          topologySpreadConstraints: undefined,
          tolerations: [{ operator: "Exists" }],
        }),
      },
    },
    service,
  ],
  "selectors by expressions": [
    deployment({}, { selector: expressions }),
    {
      ...disruptionBudget,
      spec: { minAvailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: expressions },
    },
    networkPolicy({ podSelector: expressions }, "by-expressions"),
    service,
  ],
  "spread and kept apart by expressions": [
    deployment({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: expressions,
          matchLabelKeys: ["pod-template-hash"],
        },
      ],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "kubernetes.io/hostname", labelSelector: expressions },
          ],
        },
      },
    }),
    ...web,
  ],
  "a policy by namespace": [
    deployment(),
    ...web,
    ingressFrom({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "traefik" } },
    }),
  ],
  "a policy by namespace and pod": [
    deployment(),
    ...web,
    ingressFrom({
      namespaceSelector: {
        matchExpressions: [
          { key: "kubernetes.io/metadata.name", operator: "In", values: ["traefik", "monitoring"] },
        ],
      },
      podSelector: { matchLabels: { app: "traefik" } },
    }),
  ],
  "a policy by address": [
    deployment(),
    ...web,
    ingressFrom(
      { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
      { ipBlock: { cidr: "fd00::/48" } },
    ),
  ],
  "egress to the name service and the internet": [
    deployment(),
    ...web,
    egressTo(
      [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
      [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    ),
    networkPolicy(
      {
        egress: [
          {
            to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
            ports: [{ port: 443 }],
          },
        ],
      },
      "internet",
    ),
  ],
  "a policy of a port by name, and of a range": [
    deployment(),
    ...web,
    networkPolicy({
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { app: "caller" } } }],
          ports: [{ port: "http" }, { port: 30_000, endPort: 30_100 }],
        },
      ],
    }),
  ],
  "an autoscaler by a metric of the pods": [
    scaled,
    ...web,
    autoscaler([
      {
        type: "Pods",
        pods: {
          metric: { name: "requests_per_second" },
          target: { type: "AverageValue", averageValue: "100" },
        },
      },
    ]),
  ],
  "an autoscaler by what is outside": [
    scaled,
    ...web,
    autoscaler([
      {
        type: "External",
        external: {
          metric: { name: "queue", selector: { matchLabels: { queue: "a" } } },
          target: { type: "Value", value: "30" },
        },
      },
      {
        type: "Object",
        object: {
          metric: { name: "hits" },
          describedObject: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "shop" },
          target: { type: "Value", value: "2k" },
        },
      },
    ]),
  ],
  "an autoscaler by one container": [
    scaled,
    ...web,
    autoscaler([
      {
        type: "ContainerResource",
        containerResource: {
          name: "cpu",
          container: "api",
          target: { type: "Utilization", averageUtilization: 60 },
        },
      },
      {
        type: "Resource",
        resource: { name: "memory", target: { type: "AverageValue", averageValue: "40Mi" } },
      },
    ]),
  ],
  "JSON in annotations": [
    annotated(
      "example.com/settings",
      '{"path":"/etc/app","retries":3,"hosts":["a.example.com"],"checksum":"d41d8cd98f00b204e9800998ecf8427e"}',
    ),
    ...web,
  ],
  "a checksum in an annotation": [
    annotated(
      "checksum/config",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ),
    ...web,
  ],
  "an address in an annotation": [annotated("prometheus.io/path", "/metrics?format=text"), ...web],
  ...Object.fromEntries(
    [
      ["DATABASE_PASSWORD_FILE", "/run/secrets/database/password"],
      ["TOKEN_PATH", "/run/token"],
      ["API_URL", "https://api.example.com/v1/token?grant=client"],
      ["DATABASE_URL", "postgres://shop@postgres:5432/shop?sslmode=verify-full"],
      ["REDIS_URL", "rediss://redis:6379/0"],
      ["JAVA_OPTS", "-Xmx512m -Djava.security.egd=file:/dev/urandom"],
      ["TOKEN_LIFETIME", "3600"],
      ["PASSWORD_MIN_LENGTH", "12"],
      ["ENABLE_PASSWORD_LOGIN", "false"],
      ["SECRET_NAME", "shop-login"],
      ["PUBLIC_KEY_PATH", "/etc/keys/public.pem"],
      ["RELEASE", "9fceb02d0ae598e95dc970b74767f19372d61af8"],
      ["IMAGE", IMAGE],
      ["REQUEST_ID", "018f5a3e-7c1b-7d2e-8f3a-1b2c3d4e5f60"],
      ["NO_PROXY", "localhost,127.0.0.1,.svc,.cluster.local,10.0.0.0/8"],
      ["CORS_ORIGINS", "https://a.example.com,https://b.example.com"],
      ["TEMPLATE", "Bearer ${TOKEN}"],
      ["KEYBOARD", "qwertz"],
    ].map(([name = "", value = ""]) => [`${name}=${value}`, [env(name, value), ...web]]),
  ),
  "confinement by the container alone": [
    deployment({
      securityContext: { fsGroup: 10_001 },
      containers: [
        container({
          ...serving,
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: 20_000,
            runAsGroup: 20_000,
            seccompProfile: { type: "Localhost", localhostProfile: "shop.json" },
            privileged: false,
            procMount: "Default",
          },
        }),
      ],
    }),
    ...web,
  ],
  "confinement in a user namespace": [deployment({ hostUsers: false }), ...web],
  "SELinux, AppArmor and safe sysctls": [
    deployment({
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        supplementalGroups: [20_000],
        seccompProfile: { type: "RuntimeDefault" },
        seLinuxOptions: { type: "container_t", level: "s0:c1,c2" },
        appArmorProfile: { type: "RuntimeDefault" },
        sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "60" }],
      },
    }),
    ...web,
  ],
  "fields that are null": [
    deployment({
      hostNetwork: null,
      hostPID: false,
      initContainers: null,
      volumes: [],
      ephemeralContainers: null,
      hostname: null,
      os: null,
      containers: [
        container({
          ...serving,
          args: null,
          command: [],
          envFrom: null,
          volumeMounts: null,
          stdin: false,
          tty: null,
          restartPolicy: null,
        }),
      ],
    }),
    ...web,
  ],
  "fields that are not there but named": [
    deployment(without("volumes", "initContainers", "hostNetwork")),
    ...web,
  ],
  "a pod on Windows": [deployment(windows), ...web],
  "a pod of its own": [
    {
      apiVersion: "v1",
      kind: "Pod",
      ...ending(),
      metadata: metadata(),
    },
  ],
  "an Ingress of several hosts": [
    deployment(),
    ...web,
    ...middlewares,
    certificate(...hosts),
    ingress("redirect", "web", ["redirect"]),
    ingress("pages", "websecure", ["headers", "limit"], { tls: [{ hosts, secretName: "tls" }] }),
  ],
  "an Ingress with a wildcard certificate": [
    deployment(),
    ...web,
    ...middlewares,
    certificate("shop.example.com", "*.shop.example.com"),
    ingress("redirect", "web", ["redirect"]),
    ingress("pages", "websecure", ["headers", "limit"], { tls: [{ hosts, secretName: "tls" }] }),
  ],
  "routes of the Gateway API": [deployment(), ...web, certificate(...hosts), ...gateway()],
  "objects that nobody asks anything of": [
    deployment(),
    ...web,
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(),
      data: { "a.json": "{}", empty: "", "app.ini": "[http]\nport = 8080\n" },
      binaryData: { logo: "AAAA" },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: metadata(),
      stringData: { password: "horse" },
      immutable: true,
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: metadata(),
      rules: [
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
        {
          apiGroups: ["apps"],
          resources: ["deployments/status"],
          resourceNames: ["shop"],
          verbs: ["get"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: metadata(),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "shop" },
      subjects: [{ kind: "ServiceAccount", name: "shop" }],
    },
    {
      apiVersion: "example.com/v1",
      kind: "Anything",
      metadata: metadata("Anything"),
      spec: { secret: "no", containers: [{ image: "x" }] },
    },
  ],
};

function gateway(): Manifest[] {
  const parent = (sectionName: string) => [{ name: "shop", sectionName }];
  const set = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: metadata(),
      spec: {
        gatewayClassName: "envoy",
        listeners: [
          { name: "http", port: 80, protocol: "HTTP" },
          {
            name: "https",
            port: 443,
            protocol: "HTTPS",
            tls: { mode: "Terminate", certificateRefs: [{ name: "tls" }] },
          },
        ],
      },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: metadata("redirect"),
      spec: {
        hostnames: hosts,
        parentRefs: parent("http"),
        rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }],
      },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: metadata("pages"),
      spec: {
        hostnames: hosts,
        parentRefs: parent("https"),
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            filters: [{ type: "ResponseHeaderModifier", responseHeaderModifier: { set } }],
            backendRefs: [{ name: "shop", port: 80 }],
          },
        ],
      },
    },
    {
      apiVersion: "gateway.envoyproxy.io/v1alpha1",
      kind: "BackendTrafficPolicy",
      metadata: metadata(),
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "pages" }],
        rateLimit: {
          local: {
            rules: [
              {
                clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
                limit: { requests: 100, unit: "Second" },
              },
            ],
          },
        },
      },
    },
  ];
}

describe("what complies passes", () => {
  for (const [name, objects] of Object.entries(cases)) {
    it(name, () => {
      const graph = exampleGraph([...ground, ...objects]);
      // As a stack of ours, and as manifests of somebody else's.
      for (const judged of [graph, { resources: graph.resources }]) {
        const { verdicts, undecided } = evaluate(rules, judged);
        assert.deepEqual(verdicts.map(message), []);
        assert.deepEqual(undecided, []);
      }
    });
  }
});

interface Spec extends Fields {
  readonly containers: readonly Fields[];
}

const extra = container({ name: "extra" });
const added = (field: string, element: unknown) => (spec: Spec) => ({
  ...spec,
  [field]: [...((spec[field] as readonly unknown[] | undefined) ?? []), element],
});
const inContainers = (change: (container: Fields) => Fields) => (spec: Spec) => ({
  ...spec,
  containers: spec.containers.map(change),
});

/** Changes of a pod that leave it as good as it was. */
const harmless: Readonly<Record<string, (spec: Spec) => unknown>> = {
  "an init container": added("initContainers", extra),
  "a sidecar": added("initContainers", { ...extra, restartPolicy: "Always" }),
  "another container": added("containers", extra),
  "a volume": added("volumes", { name: "extra", emptyDir: { sizeLimit: "1Mi" } }),
  "a token of its own": added("volumes", {
    name: "extra",
    projected: { sources: [{ serviceAccountToken: { audience: "vault", path: "token" } }] },
  }),
  "containers the other way round": (spec) => ({
    ...spec,
    containers: spec.containers.toReversed(),
  }),
  "another variable before the others": inContainers((one) => ({
    ...one,
    env: [{ name: "LOG_PATH", value: "/dev/stdout" }, ...(one["env"] as readonly unknown[])],
  })),
  "fields that are null": inContainers((one) => ({
    stdin: null,
    tty: null,
    envFrom: null,
    ...one,
  })),
  "images that are always pulled": inContainers((one) => ({ ...one, imagePullPolicy: "Always" })),
  "a user of its own": inContainers((one) => ({
    ...one,
    securityContext: { ...(one["securityContext"] as object), seLinuxOptions: { level: "s0:c1" } },
  })),
};

describe("what production declares still passes", () => {
  for (const [name, change] of Object.entries(harmless)) {
    it(`with ${name}`, async () => {
      const { graph } = await declaredBy("production");
      // What is waived is not as it should be already.
      const waived = new Set(evaluate(rules, graph).verdicts.map(({ resource }) => resource.id));
      let changes = 0;
      const resources = graph.resources.map((resource) => {
        const [steps] = expand(resource.inputs, "pod.spec");
        if (!steps || waived.has(resource.id)) return resource;
        changes++;
        const inputs = changed(resource.inputs, steps, (spec) => change(spec as Spec)) as Inputs;
        return { ...resource, inputs };
      });
      const { verdicts } = evaluate(rules, { ...graph, resources });
      // More containers need more than the quota has: that is no false alarm.
      const open = verdicts.filter(
        ({ rule, resource }) => rule.name !== "quota-fits-the-most" && !waived.has(resource.id),
      );
      assert.deepEqual(open.map(message), []);
      assert.ok(changes > 10);
    });
  }
});
