import * as pulumi from "@pulumi/pulumi";
import { SCHEDULED_BACKUPS } from "../components/database/index.ts";
import { watchedContent } from "../components/monitoring/content.ts";
import {
  type MonitoringArgs,
  type MonitoringServices,
  sourcesOf,
} from "../components/monitoring/monitoring.ts";
import type { MonitoringCheckArgs } from "../components/release/monitoring-check.ts";
import type { MonitoringInput } from "../components/release/monitoring/input.ts";
import { hashOf } from "../components/web/template-hash.ts";
import type { Settings } from "../infra/config/index.ts";
import { objectives } from "./monitoring.ts";
import { context, releaseImage } from "./platform.ts";
import { type ReleasedWorkload, releasedWorkload } from "./smoke.ts";

/** What the monitoring is asked about the release. */
export function monitoringCheckArgs(
  settings: Settings,
  given: {
    readonly namespaces: Readonly<Record<"application" | "monitoring", pulumi.Input<string>>>;
    readonly backend: ReleasedWorkload;
    readonly frontend: ReleasedWorkload;
    readonly watching: MonitoringArgs;
    readonly services: MonitoringServices;
  },
): Pick<MonitoringCheckArgs, "monitoring"> {
  const { release, monitoring, database } = settings;
  const { watching, services, namespaces } = given;
  const monitoringInput = pulumi
    .output({
      namespaces: { application: namespaces.application, monitoring: namespaces.monitoring },
      services,
      backend: releasedWorkload(given.backend),
      frontend: releasedWorkload(given.frontend),
    })
    .apply(({ namespaces, services, ...workloads }): MonitoringInput => {
      const workload = (name: "backend" | "frontend") => ({
        name: workloads[name].deploymentName,
        image: releaseImage(settings, name),
        templateHash: workloads[name].templateHash,
        service: { name: workloads[name].serviceName, port: "http" },
      });
      const service = (name: string) => ({ namespace: namespaces.monitoring, name, port: "http" });
      return {
        ...context(settings),
        namespace: namespaces.application,
        version: release.version,
        workloads: { backend: workload("backend"), frontend: workload("frontend") },
        waitSeconds: monitoring.releaseCheck.waitSeconds,
        settleSeconds: SETTLE_SECONDS,
        ...(watching.kind === "bundled" &&
          services.prometheus !== undefined && {
            prometheus: {
              service: service(services.prometheus),
              ...watched(settings, watching),
              probes: (watching.blackbox?.probes ?? []).map(({ url }) => url),
              permittedAlerts: [...monitoring.releaseCheck.permittedAlerts],
            },
          }),
        ...(services.grafana !== undefined && {
          grafana: { service: service(services.grafana) },
        }),
        ...(services.loki !== undefined && { logs: { service: service(services.loki) } }),
        ...(database.type === "bundled" && { backups: [...SCHEDULED_BACKUPS] }),
      };
    });
  return { monitoring: monitoringInput };
}

/** As long as the start of the pods and the smoke test take. */
const SETTLE_SECONDS = 300;

/** What is watched. Whom to call is shown with alerts, and decides nothing here. */
function watched(
  settings: Settings,
  watching: MonitoringArgs,
): Pick<NonNullable<MonitoringInput["prometheus"]>, "watched" | "content"> {
  const { application, monitoring, agents } = watching.namespaceNames;
  const watched = {
    rules: objectives(settings),
    namespaceNames: { application, monitoring, agents },
    sources: sourcesOf(watching),
  };
  return { watched, content: hashOf(watchedContent(watched)) };
}
