import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { leafCertificate } from "../certificates/index.ts";
import { decides } from "../kubernetes/checklist.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { pod } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import {
  type Mount,
  claim,
  claimTemplate,
  configFiles,
  scratch,
  secretFiles,
} from "../kubernetes/volumes.ts";
import type { SecretHandle } from "../secrets/handles.ts";
import { PATHS, PORTS, WORKLOADS } from "./names.ts";
import { OFFSITE_FILE, type Offsite } from "./offsite.ts";
import { CLUSTER_LISTEN, clusterLink, repositoryHostConf } from "./pgbackrest-conf.ts";
import { pgbackrestServer } from "./pgbackrest-server.ts";
import type { Retention } from "./retention.ts";
import { type Storage, retainedClaim } from "./storage.ts";

/** The off-site repository and the Secret that opens it. */
export interface OffsiteArgs extends Offsite {
  /** Has the one key `offsite.conf`: see `offsiteSecretsConf`. */
  readonly secret: SecretHandle;
}

/** Arguments of {@link BackupRepository}. */
export interface BackupRepositoryArgs {
  readonly placement: Placement;
  readonly issuerName: pulumi.Input<string>;
  readonly storage: Storage;
  readonly resources: Resources;
  readonly retention: Retention;
  readonly offsite?: OffsiteArgs;
  readonly protect: boolean;
}

/** Where a pod runs that mounts the repository's volume: a volume is attached to one node. */
export const BESIDE_REPOSITORY = {
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: "kubernetes.io/hostname",
          labelSelector: { matchLabels: selector(WORKLOADS.repository) },
        },
      ],
    },
  },
};

/** The host that owns the backups: what it holds survives the database's pod, volume and credentials. */
export class BackupRepository extends pulumi.ComponentResource {
  /** Its volume. */
  readonly claim: Mount;
  /** What a job mounts to be the repository host for the time of one command. */
  readonly mounts: readonly Mount[];
  /** Settings of such a job. */
  readonly env: Readonly<Record<string, string>>;
  readonly statefulSet: k8s.apps.v1.StatefulSet;

  constructor(name: string, args: BackupRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:BackupRepository", name, {}, opts);
    const { placement, offsite } = args;
    const { platform, namespace } = placement;
    const workload = WORKLOADS.repository;
    const child = { parent: this };
    const metadata = { name: workload.app, namespace, labels: labels(platform, workload) };

    const account = serviceAccount(name, placement, workload, child);
    const tls = leafCertificate(
      `${name}-tls`,
      { placement, workload, issuerName: args.issuerName, services: [workload.app] },
      child,
    );
    const config = configMap(
      `${name}-config`,
      placement,
      workload,
      {
        "pgbackrest.conf": repositoryHostConf({
          link: clusterLink("repository"),
          listen: CLUSTER_LISTEN,
          repository: PATHS.repository,
          retention: args.retention,
          ...(offsite && { offsite }),
          clients: [
            WORKLOADS.postgres,
            WORKLOADS.drill,
            WORKLOADS.rehearsal,
            WORKLOADS.restore,
          ].map(({ app }) => app),
          database: {
            data: PATHS.data,
            sockets: PATHS.sockets,
            databasePort: PORTS.postgres,
          },
        }),
      },
      child,
      ["post-backup.3"],
    );
    const service = new k8s.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          clusterIP: "None",
          selector: selector(workload),
          ports: [{ name: "pgbackrest", port: PORTS.repository, targetPort: "pgbackrest" }],
        },
      },
      child,
    );

    const files: Mount[] = [
      secretFiles("tls", tls.secretName, PATHS.tls),
      configFiles("pgbackrest", config.metadata.name, PATHS.pgbackrest),
      ...(offsite
        ? [
            secretFiles("offsite", offsite.secret.secretName, PATHS.pgbackrestSecrets, [
              OFFSITE_FILE,
            ]),
          ]
        : []),
      scratch("temporary", PATHS.temporary, "64Mi"),
    ];
    this.env = offsite ? { PGBACKREST_CONFIG_INCLUDE_PATH: PATHS.pgbackrestSecrets } : {};
    this.statefulSet = new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: { ...metadata, annotations: decides("infra.10", "infra.11") },
        spec: {
          serviceName: service.metadata.name,
          replicas: 1,
          podManagementPolicy: "OrderedReady",
          revisionHistoryLimit: 5,
          selector: { matchLabels: selector(workload) },
          ...retainedClaim("repository", args.storage, labels(platform, workload)),
          template: pod({
            placement,
            workload,
            serviceAccountName: account.metadata.name,
            containers: [
              pgbackrestServer(placement, {
                resources: args.resources,
                env: this.env,
                mounts: [claimTemplate("repository", PATHS.repository), ...files],
              }),
            ],
          }),
        },
      },
      { ...child, protect: args.protect, dependsOn: tls.certificate },
    );
    disruptionBudget(name, placement, workload, child);

    // The name that the StatefulSet controller gives to the claim of its first pod.
    const claimName = this.statefulSet.metadata.name.apply((set) => `repository-${set}-0`);
    this.claim = claim("repository", claimName, PATHS.repository);
    this.mounts = [this.claim, ...files];
    this.registerOutputs({});
  }
}
