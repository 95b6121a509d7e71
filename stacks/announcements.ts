import * as pulumi from "@pulumi/pulumi";
import type { Release } from "../components/release/announce/input.ts";
import type { AnnouncementsArgs } from "../components/release/announcements.ts";
import type { SecretHandle } from "../components/secrets/handles.ts";
import type { Settings } from "../infra/config/index.ts";
import { grafanaHost } from "./network.ts";
import { context } from "./platform.ts";
import { ANNOUNCEMENT_FILES } from "./secrets.ts";

/** Who is told of the release, and what. */
export function announcementsArgs(
  settings: Settings,
  given: {
    readonly namespace: pulumi.Input<string>;
    /** Absent where nobody is told. */
    readonly secret: SecretHandle | undefined;
    readonly urls: readonly string[];
    /** What has changed, in the words of the changelog. */
    readonly notes: pulumi.Input<string | undefined>;
  },
): AnnouncementsArgs {
  const { announcements, mail, release } = settings;
  const { version } = release;
  if (!announcements || !given.secret) return { version, channels: {} };
  const known = pulumi
    .output({ namespace: given.namespace, secretName: given.secret.secretName, notes: given.notes })
    .apply(({ notes, ...place }) => ({
      release: released(settings, given.urls, notes),
      ...context(settings),
      ...place,
    }));
  const webhook = (channel: "team" | "stakeholders" | "support") =>
    known.apply((common) => ({
      ...common,
      file: ANNOUNCEMENT_FILES[channel],
      format: announcements.format,
    }));
  const { mailTo, statusPage } = announcements;
  return {
    version,
    channels: {
      team: webhook("team"),
      ...(announcements.stakeholders && { stakeholders: webhook("stakeholders") }),
      ...(announcements.support && { support: webhook("support") }),
      ...(mail &&
        mailTo.length > 0 && {
          mail: known.apply((common) => ({
            ...common,
            file: ANNOUNCEMENT_FILES.mailPassword,
            server: smtpServer(mail),
            from: mail.from,
            to: [...mailTo],
          })),
        }),
      ...(statusPage !== undefined && {
        "status-page": known.apply((common) => ({
          ...common,
          file: ANNOUNCEMENT_FILES.statusPageToken,
          page: statusPage,
        })),
      }),
    },
  };
}

/** The mail server, as gates reach it. */
export function smtpServer({ host, port, encryption, username }: NonNullable<Settings["mail"]>) {
  return { host, port, encryption, username };
}

function released(settings: Settings, urls: readonly string[], notes: string | undefined): Release {
  const { environment, release, monitoring, contacts } = settings;
  const { onCallEngineer: onCall, onCallSchedule } = contacts;
  const dashboards = dashboardsUrl(settings);
  return {
    environment,
    version: release.version,
    urls: [...urls],
    changelog: release.changelog,
    ...(notes !== undefined && { notes }),
    operations: {
      runbook: monitoring.runbookUrl,
      ...(dashboards !== undefined && { dashboards }),
      ...(onCall && { onCall: `${onCall.name}, ${onCall.phone}` }),
      ...(onCallSchedule !== undefined && { onCallSchedule }),
    },
  };
}

function dashboardsUrl(settings: Settings): string | undefined {
  const { monitoring } = settings;
  if (monitoring.type === "existing") return monitoring.grafanaUrl;
  const host = grafanaHost(settings);
  return host === undefined ? undefined : `https://${host}`;
}
