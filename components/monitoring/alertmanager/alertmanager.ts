import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../../kubernetes/checklist.ts";
import { childOptions } from "../../kubernetes/child-options.ts";
import { labels } from "../../kubernetes/labels.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { secretFiles } from "../../kubernetes/volumes.ts";
import { type Storage, server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { CONFIG_PATH, URL_PATH, alertmanagerConfig, messageTemplates } from "./config.ts";
import type { Contact, Receivers } from "./receivers.ts";

/** What an operator decides about Alertmanager. */
export interface AlertmanagerSettings {
  /** Silences and what was already told: small. */
  readonly storage: Storage;
  readonly receivers: Receivers;
  /** The people that messages name, on-call first. */
  readonly contacts: readonly Contact[];
  /** Address as people open it, for the links in notifications. Default: none. */
  readonly externalUrl?: string;
}

/** Arguments of {@link Alertmanager}. */
export interface AlertmanagerArgs extends AlertmanagerSettings {
  readonly placement: Placement;
}

const WORKLOAD = { app: "alertmanager", component: "monitoring" };

/** Alertmanager: groups, inhibits and routes what Prometheus finds to the people who can help. */
export class Alertmanager extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: AlertmanagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Alertmanager", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement, receivers } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    // A Secret and not a ConfigMap: it holds people's telephone numbers and addresses.
    const config = new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          namespace: placement.namespace,
          labels: labels(placement.platform, WORKLOAD),
          annotations: decides("mon.3", "live-team.3"),
        },
        immutable: true,
        stringData: {
          "alertmanager.yml": yaml(alertmanagerConfig(receivers)),
          "messages.tmpl": messageTemplates(args.contacts),
        },
      },
      child,
    );
    const { serviceName } = server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.3"],
        container: {
          name: "alertmanager",
          image: placement.platform.image("alertmanager"),
          args: [
            `--config.file=${CONFIG_PATH}/alertmanager.yml`,
            "--storage.path=/alertmanager",
            // One replica has no peers to gossip with.
            "--cluster.listen-address=",
            ...(args.externalUrl === undefined ? [] : [`--web.external-url=${args.externalUrl}`]),
          ],
          ports: { http: 9093 },
          resources: {
            cpu: { request: "10m", limit: "200m" },
            memory: { request: "64Mi", limit: "128Mi" },
            ephemeralStorage: { request: "16Mi", limit: "64Mi" },
          },
          probes: {
            startup: httpProbe("/-/ready", "http", { periodSeconds: 2, failureThreshold: 30 }),
            readiness: httpProbe("/-/ready", "http"),
            liveness: httpProbe("/-/healthy", "http"),
          },
          mounts: [
            secretFiles("config", config.metadata.name, CONFIG_PATH),
            secretFiles("receivers", receivers.urls.secretName, URL_PATH, receivers.urls.keys),
          ],
        },
        data: { path: "/alertmanager", storage: args.storage },
      },
      child,
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
