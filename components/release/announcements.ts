import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import type { MailInput, StatusPageInput, WebhookInput } from "./announce/input.ts";
import { gateCommand } from "./gate-command.ts";

/** Arguments of {@link Announcements}. Channels that are absent are told nothing. */
export interface AnnouncementsArgs {
  /** Which is announced, once. */
  readonly version: string;
  readonly channels: {
    readonly team?: pulumi.Input<WebhookInput>;
    readonly stakeholders?: pulumi.Input<WebhookInput>;
    readonly support?: pulumi.Input<WebhookInput>;
    readonly mail?: pulumi.Input<MailInput>;
    readonly "status-page"?: pulumi.Input<StatusPageInput>;
  };
}

/**
 * Tells whoever is to know that a release is done. Each announcement is of one version and one channel, and stays as it
 * was made: who is on call later on is no news. The next version has announcements of its own.
 */
export class Announcements extends pulumi.ComponentResource {
  constructor(name: string, args: AnnouncementsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:release:Announcements", name, {}, opts);
    const once = pulumi.mergeOptions(childOptions(this, opts), { ignoreChanges: ["stdin"] });
    for (const [channel, input] of Object.entries(args.channels)) {
      gateCommand(
        `${name}-${channel}-${args.version}`,
        { gate: `announce-${channel}`, input },
        once,
      );
    }
    this.registerOutputs({});
  }
}
