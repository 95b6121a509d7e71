import type { Manifest } from "./rule.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An object of an example, in the namespace of the application. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  metadata: Fields = {},
): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: "taskflow", ...metadata }, ...fields };
}

export function role(...rules: readonly Fields[]): Manifest {
  return object("rbac.authorization.k8s.io/v1", "Role", "example", { rules });
}

/** Lets the service account of the example have a role. */
export function roleBinding(fields: Fields = {}): Manifest {
  return object("rbac.authorization.k8s.io/v1", "RoleBinding", "example", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "example" },
    subjects: [{ kind: "ServiceAccount", name: "example", namespace: "taskflow" }],
    ...fields,
  });
}

export function serviceAccount(fields: Fields = {}): Manifest {
  return object("v1", "ServiceAccount", "example", fields);
}

export function networkPolicy(spec: Fields, name = "example"): Manifest {
  return object("networking.k8s.io/v1", "NetworkPolicy", name, { spec });
}

export function service(spec: Fields = {}, name = "example"): Manifest {
  return object("v1", "Service", name, {
    spec: {
      type: "ClusterIP",
      selector: { app: "example" },
      ports: [{ name: "http", port: 80, targetPort: "http" }],
      ...spec,
    },
  });
}

export function autoscaler(spec: Fields = {}): Manifest {
  return object("autoscaling/v2", "HorizontalPodAutoscaler", "example", {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "example" },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
      ],
      ...spec,
    },
  });
}

export function disruptionBudget(spec: Fields = {}, name = "example"): Manifest {
  return object("policy/v1", "PodDisruptionBudget", name, {
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: { app: "example" } },
      ...spec,
    },
  });
}

export function namespace(labels: Fields = {}, name = "taskflow"): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export function configMap(data: Fields, name = "example"): Manifest {
  return object("v1", "ConfigMap", name, { data });
}

/** A StatefulSet with one claim. */
export function statefulSet(spec: Fields = {}, fields: Fields = {}): Manifest {
  return object("apps/v1", "StatefulSet", "example", {
    spec: {
      serviceName: "example",
      selector: { matchLabels: { app: "example" } },
      template: {
        metadata: { labels: { app: "example" } },
        spec: { containers: [{ name: "example" }] },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "10Gi" } },
          },
        },
      ],
      ...spec,
    },
    ...fields,
  });
}

export function cronJob(name: string, command: readonly string[], spec: Fields = {}): Manifest {
  return object("batch/v1", "CronJob", name, {
    spec: {
      schedule: "0 1 * * 0",
      ...spec,
      jobTemplate: { spec: { template: { spec: { containers: [{ name, command }] } } } },
    },
  });
}

/** A route by HTTPS for Traefik, with the middlewares of the example. */
export function ingress(
  about: {
    readonly name?: string;
    readonly annotations?: Fields;
    readonly spec?: Fields;
    readonly path?: string;
    readonly middlewares?: readonly string[];
    readonly service?: string;
  } = {},
): Manifest {
  const names = (about.middlewares ?? []).map((name) => `taskflow-${name}@kubernetescrd`);
  return object(
    "networking.k8s.io/v1",
    "Ingress",
    about.name ?? "example",
    {
      spec: {
        ingressClassName: "traefik",
        tls: [{ hosts: ["www.example.com"], secretName: "tls-example" }],
        rules: [
          {
            host: "www.example.com",
            http: {
              paths: [
                {
                  path: about.path ?? "/",
                  pathType: "Prefix",
                  backend: { service: { name: about.service ?? "example", port: { number: 80 } } },
                },
              ],
            },
          },
        ],
        ...about.spec,
      },
    },
    {
      annotations: {
        ...(names.length > 0 && {
          "traefik.ingress.kubernetes.io/router.middlewares": names.join(","),
        }),
        ...about.annotations,
      },
    },
  );
}

export function middleware(name: string, spec: Fields): Manifest {
  return object("traefik.io/v1alpha1", "Middleware", name, { spec });
}

/** Headers of every answer. */
export function headers(values: Fields): Manifest {
  return middleware("headers", { headers: { customResponseHeaders: values } });
}

/** Redirects all that comes by plain HTTP. */
export const redirect: readonly Manifest[] = [
  middleware("redirect", { redirectScheme: { scheme: "https", permanent: true } }),
  ingress({
    name: "redirect",
    middlewares: ["redirect"],
    annotations: { "traefik.ingress.kubernetes.io/router.entrypoints": "web" },
    spec: { tls: [] },
  }),
];

export function certificate(spec: Fields = {}, name = "example"): Manifest {
  return object("cert-manager.io/v1", "Certificate", name, {
    spec: {
      secretName: "tls-example",
      dnsNames: ["www.example.com"],
      duration: "2160h",
      renewBefore: "720h",
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      issuerRef: { group: "cert-manager.io", kind: "Issuer", name: "public" },
      ...spec,
    },
  });
}

/** The database server of the example. */
export const postgres: Manifest = object("apps/v1", "StatefulSet", "postgres", {
  spec: {
    serviceName: "postgres",
    selector: { matchLabels: { app: "postgres" } },
    template: {
      metadata: { labels: { app: "postgres" } },
      spec: { containers: [{ name: "postgres" }] },
    },
  },
});
