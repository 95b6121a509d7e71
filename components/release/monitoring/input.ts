import * as z from "zod/mini";
import type { RuleSettings } from "../../monitoring/rules/settings.ts";
import { SOURCES } from "../../monitoring/sources.ts";

const name = z.string().check(z.minLength(1));
const seconds = z.number().check(z.positive(), z.maximum(7200));

/** A Service, by the name of its port. */
const service = z.strictObject({ namespace: name, name, port: name });

const workload = z.strictObject({
  /** Of the Deployment and of its autoscaler. */
  name,
  image: name,
  /** Hash of the template that its pods are declared with. */
  templateHash: name,
  service: z.strictObject({ name, port: name }),
});

export const monitoringInput = z.strictObject({
  /** Context of the kubeconfig. Default: the current one. */
  context: z.exactOptional(name),
  /** Namespace of the application. */
  namespace: name,
  /** `v1.0.0` */
  version: name,
  workloads: z.strictObject({ backend: workload, frontend: workload }),
  /** For which the conditions are waited for: measurements take a while after a rollout. */
  waitSeconds: seconds,
  /** Before the gate began, from which on errors of the new pods count: the start and the smoke test are in it. */
  settleSeconds: seconds,
  /** The one that the stack installs. Absent where it is the cluster's own, which is its owners' to ask. */
  prometheus: z.exactOptional(
    z.strictObject({
      service,
      /** Hash of all that is installed: what is watched in another way is asked about anew. */
      content: name,
      watched: z.strictObject({
        rules: z.custom<RuleSettings>(
          (value: unknown) => typeof value === "object" && value !== null,
        ),
        namespaceNames: z.strictObject({ application: name, monitoring: name, agents: name }),
        sources: z.array(z.enum(SOURCES)),
      }),
      /** Public URLs that are probed. */
      probes: z.array(name),
      /** Alerts that may fire, beside those that exist to fire. */
      permittedAlerts: z.array(name),
    }),
  ),
  /** Absent where it does not run. */
  grafana: z.exactOptional(z.strictObject({ service })),
  /** Where log lines are found. Absent where they are not collected. */
  logs: z.exactOptional(z.strictObject({ service })),
  /** CronJobs that back up by schedule. Absent where backups are others'. */
  backups: z.exactOptional(z.array(name).check(z.minLength(1))),
});

/** What must be watched of a release, and where that is asked. */
export type MonitoringInput = z.infer<typeof monitoringInput>;
