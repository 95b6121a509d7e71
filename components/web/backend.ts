import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { configMapName } from "../kubernetes/config-map.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { httpProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { configFiles, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login, SecretHandle } from "../secrets/handles.ts";
import type { Autoscaling } from "./autoscaling.ts";
import { type KeptSettings, keptSettings } from "./kept-settings.ts";
import type { Shutdown } from "./shutdown.ts";
import { WebService, type WebServiceArgs, plannedHash } from "./web-service.ts";

/** What the backend connects to, and as whom. */
export interface BackendDatabase {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly database: string;
  readonly login: Login;
  /** Secret and key of the certificate authority that the server's certificate must verify against. */
  readonly ca: { readonly secretName: pulumi.Input<string>; readonly key: string };
  /** Most connections of one pod. All pods together stay below what the pooler accepts. */
  readonly poolSize: number;
}

/** Arguments of {@link Backend}. */
export interface BackendArgs extends KeptSettings {
  readonly placement: Placement;
  /** By digest. */
  readonly image: string;
  readonly resources: Resources;
  readonly autoscaling: Autoscaling;
  /** Paths that answer 200, or anything else for "no". They differ: a pod that waits for its database is alive. */
  readonly probes: {
    readonly startup: string;
    readonly readiness: string;
    readonly liveness: string;
  };
  readonly shutdown: Shutdown;
  readonly database: BackendDatabase;
  /** Keys of sessions and tokens, and credentials of providers, as files. */
  readonly secrets: SecretHandle;
  /** Further plain settings. Nothing secret: these are readable by whoever may read pods. */
  readonly environment: Readonly<Record<string, string>>;
  /** Features by name, on or off. */
  readonly featureFlags: Readonly<Record<string, boolean>>;
  /** Public origin (`https://taskflow.example.com`), for links and cookies. */
  readonly publicUrl: string;
}

const WORKLOAD: Workload = { app: "backend", component: "api", released: true };

/** Port of the API, in the pod and of the Service: runbooks and probes name it. */
export const BACKEND_PORT = 3000;

const DATABASE_PATH = "/run/taskflow/database";
const CREDENTIALS_PATH = "/run/taskflow/credentials";
const FEATURES_PATH = "/etc/taskflow";

/** The Node API. */
export class Backend extends pulumi.ComponentResource {
  /** Name of its Service. */
  readonly serviceName: pulumi.Output<string>;
  /** Name of its Deployment. */
  readonly deploymentName: pulumi.Output<string>;
  /** Of its pods: see `plannedBackendHash`. */
  readonly templateHash: pulumi.Output<string>;

  constructor(name: string, args: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:web:Backend", name, {}, opts);
    const child = childOptions(this, opts);

    const features = keptSettings(featuresName(name), args, WORKLOAD, featuresData(args), child, [
      "conf.5",
    ]);
    const service = new WebService(name, backendService(args, features.metadata.name), child);
    this.serviceName = service.serviceName;
    this.deploymentName = service.deploymentName;
    this.templateHash = service.templateHash;
    this.registerOutputs({ serviceName: this.serviceName, deploymentName: this.deploymentName });
  }
}

/** Hash of the pods that a backend of this name and these arguments will have: what the gates before it go by. */
export function plannedBackendHash(name: string, args: BackendArgs): pulumi.Output<string> {
  return plannedHash(backendService(args, configMapName(featuresName(name), featuresData(args))));
}

function featuresName(name: string): string {
  return `${name}-features`;
}

function featuresData({ featureFlags }: BackendArgs): Record<string, string> {
  return { "features.json": JSON.stringify(featureFlags, null, 2) };
}

function backendService(args: BackendArgs, features: pulumi.Input<string>): WebServiceArgs {
  const { placement, database } = args;
  return {
    placement,
    workload: WORKLOAD,
    servicePort: BACKEND_PORT,
    checklist: ["step4.5"],
    autoscaling: args.autoscaling,
    terminationGracePeriodSeconds: args.shutdown.gracePeriodSeconds,
    metrics: { port: BACKEND_PORT },
    container: {
      name: "backend",
      image: args.image,
      ports: { http: BACKEND_PORT },
      resources: args.resources,
      drainSeconds: args.shutdown.drainSeconds,
      probes: {
        startup: httpProbe(args.probes.startup, "http", {
          periodSeconds: 2,
          failureThreshold: 30,
        }),
        readiness: httpProbe(args.probes.readiness, "http", {
          periodSeconds: 5,
          failureThreshold: 2,
        }),
        liveness: httpProbe(args.probes.liveness, "http", {
          periodSeconds: 10,
          failureThreshold: 6,
        }),
      },
      env: {
        ...args.environment,
        NODE_ENV: "production",
        PORT: String(BACKEND_PORT),
        RELEASE: placement.platform.version,
        PUBLIC_URL: args.publicUrl,
        FEATURES_FILE: `${FEATURES_PATH}/features.json`,
        CREDENTIALS_DIR: CREDENTIALS_PATH,
        PGHOST: database.host,
        PGPORT: String(database.port),
        PGDATABASE: database.database,
        PGUSER: database.login.username,
        PGSSLMODE: "verify-full",
        PGSSLROOTCERT: `${DATABASE_PATH}-ca/${database.ca.key}`,
        DATABASE_CREDENTIALS_DIR: DATABASE_PATH,
        DATABASE_POOL_SIZE: String(database.poolSize),
      },
      mounts: [
        configFiles("features", features, FEATURES_PATH),
        secretFiles("credentials", args.secrets.secretName, CREDENTIALS_PATH),
        secretFiles("database", database.login.secret.secretName, DATABASE_PATH),
        secretFiles("database-ca", database.ca.secretName, `${DATABASE_PATH}-ca`, [
          database.ca.key,
        ]),
        scratch("tmp", "/tmp", "64Mi"),
      ],
    },
  };
}
