import type { Manifest } from "./rule.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What an example is about; everything else is compliant. */
export interface ExampleDeployment {
  readonly metadata?: Fields;
  readonly spec?: Fields;
  readonly pod?: Fields;
  readonly podMetadata?: Fields;
  readonly container?: Fields;
}

/** A small Deployment for examples. It shows the fields that a rule reads, not everything that is needed. */
export function deployment(about: ExampleDeployment = {}): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "example", namespace: "taskflow", ...about.metadata },
    spec: {
      selector: { matchLabels: { app: "example" } },
      ...about.spec,
      template: {
        metadata: { labels: { app: "example" }, ...about.podMetadata },
        spec: {
          ...about.pod,
          containers: [
            {
              name: "example",
              image: `registry.example.com/example:v1.0.0@sha256:${"0".repeat(64)}`,
              ...about.container,
            },
          ],
        },
      },
    },
  };
}

/** A small CronJob for examples. */
export function cronJob(spec: Fields = {}, jobSpec: Fields = {}): Manifest {
  const { template } = deployment()["spec"] as { readonly template: unknown };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "example", namespace: "taskflow" },
    spec: { schedule: "0 1 * * *", ...spec, jobTemplate: { spec: { ...jobSpec, template } } },
  };
}
