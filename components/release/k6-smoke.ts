import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { configFiles } from "../kubernetes/volumes.ts";

/** Arguments of {@link K6Smoke}. */
export interface K6SmokeArgs {
  readonly placement: Placement;
  readonly resources: Resources;
  /** What every user asks for in turn. Each must answer 200 to a `GET` without an account, and keep nothing of it. */
  readonly urls: pulumi.Input<readonly string[]>;
  /** Users at the same time. */
  readonly virtualUsers: number;
  /** How long they ask. */
  readonly seconds: number;
}

const WORKLOAD = { app: "k6-smoke", component: "release" } satisfies Workload;

const SCRIPTS = "/etc/k6";

/** To pull the image and to be let in, and to end what is under way. */
const BESIDE_SECONDS = 900;

/** Template of the Job that loads a release when the smoke test has nothing else against it. */
export class K6Smoke extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: K6SmokeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:K6Smoke", name, {}, opts);
    const { placement, seconds } = args;
    const child = childOptions(this, opts);

    const script = readFileSync(join(import.meta.dirname, "k6/script.ts"), "utf8");
    const scripts = configMap(`${name}-script`, placement, WORKLOAD, { "smoke.ts": script }, child);
    const template = jobPod(
      name,
      placement,
      WORKLOAD,
      {
        containers: [
          {
            name: WORKLOAD.app,
            image: placement.platform.image("k6"),
            args: ["run", "--quiet", "--no-usage-report", `${SCRIPTS}/smoke.ts`],
            env: {
              URLS: pulumi.output(args.urls).apply((urls) => urls.join(" ")),
              VIRTUAL_USERS: String(args.virtualUsers),
              SECONDS: String(seconds),
            },
            resources: args.resources,
            mounts: [configFiles("scripts", scripts.metadata.name, SCRIPTS)],
          },
        ],
      },
      child,
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, WORKLOAD, template, seconds + BESIDE_SECONDS),
      child,
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }
}
