import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { CertManager } from "../components/cert-manager/cert-manager.ts";
import { InternalCa } from "../components/certificates/index.ts";
import { Database, Migration, POOLED, Rehearsal, Restore } from "../components/database/index.ts";
import { Edge } from "../components/edge/edge.ts";
import { Foundation } from "../components/foundation/foundation.ts";
import { GRAFANA_PORT } from "../components/monitoring/grafana/grafana.ts";
import { Monitoring } from "../components/monitoring/monitoring.ts";
import { Network } from "../components/network/network.ts";
import { Announcements } from "../components/release/announcements.ts";
import { EvidenceCheck } from "../components/release/evidence-check.ts";
import type { BackupResult } from "../components/release/gates/backup.ts";
import { K6Smoke } from "../components/release/k6-smoke.ts";
import { MonitoringCheck } from "../components/release/monitoring-check.ts";
import type { RecordResult } from "../components/release/gates/record.ts";
import { Readiness } from "../components/release/readiness.ts";
import { ReleaseRecord } from "../components/release/release-record.ts";
import { Release } from "../components/release/release.ts";
import { SmokeTest } from "../components/release/smoke-test.ts";
import { Secrets } from "../components/secrets/secrets.ts";
import { Backend, BACKEND_PORT, plannedBackendHash } from "../components/web/backend.ts";
import {
  FRONTEND_SERVICE_PORT,
  Frontend,
  plannedFrontendHash,
} from "../components/web/frontend.ts";
import type { TaskflowConfig } from "../infra/config/index.ts";
import { announcementsArgs } from "./announcements.ts";
import { certManagerArgs, certManagerNamespaceOf } from "./cert-manager.ts";
import { databaseArgs, login, migrationArgs, rehearsalArgs, restoreArgs } from "./database.ts";
import { edgeArgs } from "./edge.ts";
import { foundationArgs } from "./foundation.ts";
import { k6Args } from "./k6.ts";
import { monitoringCheckArgs } from "./monitoring-check.ts";
import { monitoringArgs } from "./monitoring.ts";
import { alone, edges } from "./network.ts";
import { afterLogin, context, platform as platformOf } from "./platform.ts";
import { readinessArgs } from "./readiness.ts";
import { evidenceArgs, recordArgs, recordPlace, releaseArgs } from "./release.ts";
import { secretsArgs } from "./secrets.ts";
import { serviceQuestions } from "./services.ts";
import { smokeArgs } from "./smoke.ts";
import { backendArgs, frontendArgs } from "./web.ts";

/** Outputs of the stack. */
export interface TaskflowOutputs {
  /** Where people go. */
  readonly urls: readonly string[];
  /** Address of the load balancer, for DNS records made by hand; absent where the cluster reports none. */
  readonly address?: pulumi.Output<string | undefined>;
  readonly version: string;
  /** What this version can be undone with, and where that is. */
  readonly backup: pulumi.Output<BackupResult>;
  /** What is kept of how it came, and where that is. */
  readonly record: pulumi.Output<RecordResult>;
  readonly namespaces: Readonly<Record<string, pulumi.Output<string>>>;
}

/** One TaskFlow, from the ground up: the order below is the order in which things must be there. */
export function taskflow(config: TaskflowConfig): TaskflowOutputs {
  const platform = platformOf(config);
  const name = (of: string) => `${platform.instance}-${of}`;
  const cluster = new k8s.Provider(name("cluster"), {
    ...context(config),
    // What is named by others (the registry's login) changes in place; all else is immutable and replaced.
    enableSecretMutable: true,
  });
  const opts = { providers: { kubernetes: cluster } };
  // The same cluster. What it keeps has its content in its name, so that nothing else can be there under it.
  const settingsProvider = new k8s.Provider(name("settings"), {
    ...context(config),
    upsertExistingObjects: true,
  });

  // Step 4.1: the ground.
  const foundation = new Foundation(name("foundation"), foundationArgs(config, platform), opts);
  const { namespaces, priorityClasses } = foundation;
  const certManagerNamespace = certManagerNamespaceOf(config, platform, { provider: cluster });
  const allNamespaces = {
    ...namespaces,
    ...(certManagerNamespace && { certManager: certManagerNamespace }),
  };
  new Network(
    name("network"),
    {
      platform,
      namespaces: allNamespaces,
      namespaceNames: {
        ...config.cluster.namespaces,
        certManager: config.certManager.namespace,
      },
      edges: edges(config),
      alone: alone(config),
    },
    opts,
  );

  // Step 4.1: secrets, before anything that mounts them. ConfigMaps are beside their consumers.
  const secrets = new Secrets(
    name("secrets"),
    secretsArgs(config, { platform, namespaces: allNamespaces }),
    opts,
  );

  // From here on pods come, and with them images that may need the registry's login.
  const after = (key: string, namespace: pulumi.Output<string>) =>
    afterLogin(namespace, secrets.registryLogins.get(key));
  const place = (namespace: keyof typeof namespaces, priority: keyof typeof priorityClasses) => ({
    platform,
    namespace: after(namespace, namespaces[namespace]),
    priorityClass: priorityClasses[priority],
  });

  // What is about to be released, and whether the cluster is ready for it: before anything that needs the cluster to be.
  const planned = {
    backend: backendArgs(config, {
      settingsProvider,
      placement: place("application", "application"),
      database: { ...POOLED, login: login(config, secrets.database, "application") },
      secrets: secrets.backend,
    }),
    frontend: frontendArgs(config, {
      settingsProvider,
      placement: place("application", "application"),
    }),
  };
  const record = namespaces.application.apply((namespace) => recordPlace(config, namespace));
  const readiness = new Readiness(
    name("readiness"),
    {
      ...readinessArgs(config, {
        namespace: after("application", namespaces.application),
        templateHashes: {
          backend: plannedBackendHash(name("backend"), planned.backend),
          frontend: plannedFrontendHash(name("frontend"), planned.frontend),
        },
        services: serviceQuestions(config, { secrets, namespaces }),
      }),
      record,
    },
    opts,
  );

  // What CI has found about it: what is not proven does not touch the database either.
  const evidence = new EvidenceCheck(
    name("evidence"),
    { ...evidenceArgs(config), record },
    { ...opts, dependsOn: [...readiness.passed] },
  );
  const ready = [...readiness.passed, ...evidence.passed];

  // Certificates, which the database and the edge need.
  const certManager = new CertManager(
    name("cert-manager"),
    certManagerArgs(config, {
      platform,
      namespace: certManagerNamespace && after("certManager", certManagerNamespace),
      priorityClass: priorityClasses.application,
    }),
    { ...opts, dependsOn: secrets },
  );
  const internalCa = new InternalCa(
    name("internal-ca"),
    { placement: place("application", "database") },
    { ...opts, dependsOn: [...ready, ...certManager.ready] },
  );

  // Step 4.1: the database, up to the point where a client may connect.
  const database = new Database(
    name("database"),
    databaseArgs(config, {
      placement: place("application", "database"),
      issuerName: internalCa.issuerName,
      credentials: secrets.database,
      backups: secrets.backups,
      databaseCa: secrets.databaseCa,
    }),
    { ...opts, dependsOn: internalCa },
  );

  // Steps 1 to 3: what the new version must pass before anything of it is rolled out.
  const migrations = migrationArgs(config, {
    placement: place("application", "database"),
    direct: database.direct,
    credentials: secrets.database,
  });
  const migration = new Migration(name("migration"), migrations, {
    ...opts,
    dependsOn: [...database.ready],
  });
  const rehearsal = new Rehearsal(
    name("rehearsal"),
    rehearsalArgs(config, migrations, {
      issuerName: internalCa.issuerName,
      source: database.newest,
      database: database.direct.database,
      after: database.ready,
    }),
    opts,
  );
  // What the data are put back with, when a release is to be undone with its changes of the schema.
  new Restore(
    name("restore"),
    restoreArgs(config, migrations, {
      issuerName: internalCa.issuerName,
      source: database.restorable,
    }),
    { ...opts, dependsOn: [...database.ready] },
  );
  const release = new Release(
    name("release"),
    releaseArgs(
      config,
      {
        ...database.templates,
        rehearsal: rehearsal.cronJob,
        migration: migration.cronJob,
      },
      record,
    ),
    { ...opts, dependsOn: ready },
  );

  // Step 4.2: the application.
  const backend = new Backend(
    name("backend"),
    {
      ...planned.backend,
      // The same names, of what is there by then.
      database: { ...planned.backend.database, ...database.pooled },
    },
    { ...opts, dependsOn: [...database.ready, ...release.passed] },
  );
  const frontend = new Frontend(name("frontend"), planned.frontend, {
    ...opts,
    dependsOn: backend,
  });

  // Step 6: the monitoring. It does not wait for the application: it shall see it come up.
  const watching = monitoringArgs(config, {
    platform,
    placement: place("monitoring", "monitoring"),
    agents: place("agents", "monitoring"),
    namespaces,
    grafana: secrets.grafana,
    alertmanager: secrets.alertmanager,
    certManagerNamespace,
  });
  const monitoring = new Monitoring(name("monitoring"), watching, opts);

  // Step 4.2: the way in, when there is something behind it.
  const edge = new Edge(
    name("edge"),
    edgeArgs(config, {
      platform,
      namespace: namespaces.application,
      backend: { serviceName: backend.serviceName, port: BACKEND_PORT },
      frontend: { serviceName: frontend.serviceName, port: FRONTEND_SERVICE_PORT },
      grafana: monitoring.services.grafana && {
        namespace: namespaces.monitoring,
        target: { serviceName: monitoring.services.grafana, port: GRAFANA_PORT },
      },
    }),
    { ...opts, dependsOn: [backend, frontend, ...certManager.ready] },
  );

  // Step 5: the release is tried where it runs, and both workloads are taken back when it does not hold.
  const load = k6Args(config, {
    placement: place("application", "batch"),
    backend: backend.serviceName,
    frontend: frontend.serviceName,
  });
  const k6 =
    load && new K6Smoke(name("k6-smoke"), load, { ...opts, dependsOn: [backend, frontend] });
  const { smoke } = smokeArgs(config, {
    namespace: namespaces.application,
    backend,
    frontend,
    serving: readiness.serving,
    smokeUser: secrets.smokeUser,
    address: edge.address,
    k6: k6?.cronJob.metadata.name,
  });
  const smokeTest = new SmokeTest(
    name("smoke-test"),
    { smoke, record },
    { ...opts, dependsOn: [backend, frontend, edge] },
  );

  // Step 6: it is watched, and the monitoring has nothing against it.
  const monitored = new MonitoringCheck(
    name("monitoring-check"),
    {
      ...monitoringCheckArgs(config, {
        namespaces,
        backend,
        frontend,
        watching,
        services: monitoring.services,
      }),
      record,
    },
    { ...opts, dependsOn: [smokeTest, monitoring] },
  );

  // Step 7: the record is closed when there is nothing left to be passed.
  const closed = new ReleaseRecord(
    name("record"),
    {
      ...recordArgs(config, database.templates.archive, { backend, frontend }, smoke),
      gates: [...ready, ...release.passed, ...smokeTest.passed, ...monitored.passed],
    },
    opts,
  );

  // Step 7: whoever is to know is told.
  new Announcements(
    name("announcement"),
    announcementsArgs(config, {
      namespace: namespaces.application,
      secret: secrets.announcements,
      urls: edge.urls,
      notes: evidence.notes,
    }),
    { ...opts, dependsOn: [closed] },
  );

  return {
    urls: edge.urls,
    ...(config.edge.loadBalancer && { address: edge.address }),
    version: platform.version,
    backup: release.backup,
    record: closed.record,
    namespaces,
  };
}
