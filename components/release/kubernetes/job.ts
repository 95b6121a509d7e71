import type { CronJob, Job } from "./objects.ts";

/** How a Job has ended. */
export interface JobEnd {
  readonly succeeded: boolean;
  /** Why it has failed, in the words of its controller. */
  readonly why?: string;
}

/** A Job as the CronJob's controller would make it, but started now and never tried twice by itself. */
export function jobFrom(cronJob: CronJob): object {
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
    spec: { ...template.spec, backoffLimit: 0 },
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
