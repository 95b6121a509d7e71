import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { configMap } from "../kubernetes/config-map.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { httpProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { configFiles, scratch } from "../kubernetes/volumes.ts";
import type { Autoscaling } from "./autoscaling.ts";
import { FRONTEND_PORT, type FrontendProbes, nginxServer } from "./nginx.ts";
import type { Shutdown } from "./shutdown.ts";
import { WebService } from "./web-service.ts";

/** Arguments of {@link Frontend}. */
export interface FrontendArgs {
  readonly placement: Placement;
  /** By digest. An unprivileged nginx with the built pages in `/usr/share/nginx/html`. */
  readonly image: string;
  readonly resources: Resources;
  readonly autoscaling: Autoscaling;
  readonly probes: FrontendProbes;
  readonly shutdown: Shutdown;
  /** Headers of every response. The edge sets them too; here they hold for whoever gets past it. */
  readonly securityHeaders: Readonly<Record<string, string>>;
  /** Plain settings that the pages read from `/settings.json`. Public: every visitor can read them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const WORKLOAD: Workload = { app: "frontend", component: "web", released: true };

/** Port of its Service. */
export const FRONTEND_SERVICE_PORT = 80;

/** The pages. */
export class Frontend extends pulumi.ComponentResource {
  /** Name of its Service. */
  readonly serviceName: pulumi.Output<string>;
  /** Name of its Deployment. */
  readonly deploymentName: pulumi.Output<string>;

  constructor(name: string, args: FrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:web:Frontend", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement } = args;

    const server = configMap(
      `${name}-server`,
      placement,
      WORKLOAD,
      {
        "default.conf": nginxServer(args.securityHeaders, args.probes),
        "settings.json": JSON.stringify(
          { release: placement.platform.version, ...args.settings },
          null,
          2,
        ),
      },
      child,
      ["sec.8"],
    );
    const service = new WebService(
      name,
      {
        placement,
        workload: WORKLOAD,
        servicePort: FRONTEND_SERVICE_PORT,
        checklist: ["step4.6"],
        autoscaling: args.autoscaling,
        terminationGracePeriodSeconds: args.shutdown.gracePeriodSeconds,
        container: {
          name: "frontend",
          image: args.image,
          ports: { http: FRONTEND_PORT },
          resources: args.resources,
          drainSeconds: args.shutdown.drainSeconds,
          probes: {
            startup: httpProbe(args.probes.startup, "http", {
              periodSeconds: 1,
              failureThreshold: 30,
            }),
            readiness: httpProbe(args.probes.readiness, "http", {
              periodSeconds: 5,
              failureThreshold: 2,
            }),
            liveness: httpProbe(args.probes.liveness, "http", {
              periodSeconds: 10,
              failureThreshold: 3,
            }),
          },
          mounts: [
            configFiles("server", server.metadata.name, "/etc/nginx/conf.d"),
            scratch("tmp", "/tmp", "32Mi"),
          ],
        },
      },
      child,
    );
    this.serviceName = service.serviceName;
    this.deploymentName = service.deploymentName;
    this.registerOutputs({ serviceName: this.serviceName, deploymentName: this.deploymentName });
  }
}
