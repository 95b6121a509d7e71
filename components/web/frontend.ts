import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { configMapName } from "../kubernetes/config-map.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { httpProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { configFiles, scratch } from "../kubernetes/volumes.ts";
import type { Autoscaling } from "./autoscaling.ts";
import { type KeptSettings, keptSettings } from "./kept-settings.ts";
import { FRONTEND_PORT, type FrontendProbes, nginxServer } from "./nginx.ts";
import type { Shutdown } from "./shutdown.ts";
import { WebService, type WebServiceArgs, plannedHash } from "./web-service.ts";

/** Arguments of {@link Frontend}. */
export interface FrontendArgs extends KeptSettings {
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
  /** Of its pods: see `plannedFrontendHash`. */
  readonly templateHash: pulumi.Output<string>;

  constructor(name: string, args: FrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:web:Frontend", name, {}, opts);
    const child = childOptions(this, opts);

    const server = keptSettings(serverName(name), args, WORKLOAD, serverData(args), child, [
      "sec.8",
    ]);
    const service = new WebService(name, frontendService(args, server.metadata.name), child);
    this.serviceName = service.serviceName;
    this.deploymentName = service.deploymentName;
    this.templateHash = service.templateHash;
    this.registerOutputs({ serviceName: this.serviceName, deploymentName: this.deploymentName });
  }
}

/** Hash of the pods that a frontend of this name and these arguments will have: what the gates before it go by. */
export function plannedFrontendHash(name: string, args: FrontendArgs): pulumi.Output<string> {
  return plannedHash(frontendService(args, configMapName(serverName(name), serverData(args))));
}

function serverName(name: string): string {
  return `${name}-server`;
}

function serverData({ placement, securityHeaders, probes, settings }: FrontendArgs) {
  const shown = { release: placement.platform.version, ...settings };
  return {
    "default.conf": nginxServer(securityHeaders, probes),
    "settings.json": JSON.stringify(shown, null, 2),
  };
}

function frontendService(args: FrontendArgs, server: pulumi.Input<string>): WebServiceArgs {
  return {
    placement: args.placement,
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
      mounts: [configFiles("server", server, "/etc/nginx/conf.d"), scratch("tmp", "/tmp", "32Mi")],
    },
  };
}
