import type { CronJob, Job, PodTemplate } from "./objects.ts";

/** How a Job has ended. */
export interface JobEnd {
  readonly succeeded: boolean;
  /** Why it has failed, in the words of its controller. */
  readonly why?: string;
}

/**
 * A Job as the CronJob's controller would make it, but started now and never tried twice by itself.
 *
 * @param env values of variables, each of which a container of the template has: what this run is about.
 */
export function jobFrom(cronJob: CronJob, env: Readonly<Record<string, string>> = {}): object {
  const { metadata, spec } = cronJob;
  const template = spec?.jobTemplate;
  if (!metadata?.name || !metadata.uid || !template?.spec) {
    throw new Error("The CronJob has no name, no uid or no template.");
  }
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      generateName: `${metadata.name}-`,
      ...(template.metadata?.labels && { labels: template.metadata.labels }),
      // What `kubectl create job --from` writes.
      annotations: {
        ...template.metadata?.annotations,
        "cronjob.kubernetes.io/instantiate": "manual",
      },
      // Finished runs are counted and removed by the CronJob's controller, as scheduled ones are.
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "CronJob",
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
        },
      ],
    },
    spec: { ...template.spec, template: withValues(template.spec.template, env), backoffLimit: 0 },
  };
}

function withValues(template: PodTemplate, env: Readonly<Record<string, string>>): PodTemplate {
  const containers = template.spec?.containers ?? [];
  for (const name of Object.keys(env)) {
    if (containers.some((container) => container.env?.some((each) => each.name === name))) continue;
    throw new Error(`No container of the template has a variable ${name}. Run the update again.`);
  }
  if (Object.keys(env).length === 0) return template;
  return {
    ...template,
    spec: {
      ...template.spec,
      containers: containers.map((container) => ({
        ...container,
        ...(container.env && {
          env: container.env.map((each) => {
            const value = env[each.name];
            return value === undefined ? each : { name: each.name, value };
          }),
        }),
      })),
    },
  };
}

/** How the Job has ended, once it has. */
export function endOf({ status }: Job): JobEnd | undefined {
  const is = (type: string) =>
    status?.conditions?.find((each) => each.type === type && each.status === "True");
  if (is("Complete")) return { succeeded: true };
  const failed = is("Failed");
  if (!failed) return undefined;
  const why = [failed.reason, failed.message].filter(Boolean).join(": ");
  return { succeeded: false, ...(why !== "" && { why }) };
}
