import * as pulumi from "@pulumi/pulumi";
import { OFFSITE_FILE } from "../components/database/index.ts";
import type { ReadinessArgs } from "../components/release/readiness.ts";
import type {
  ErrorTrackingInput,
  MailServiceInput,
  OffsiteInput,
  ThirdPartyInput,
  WebhooksInput,
} from "../components/release/services/input.ts";
import type { SecretHandle } from "../components/secrets/handles.ts";
import { ERROR_TRACKING_FILE, type Secrets } from "../components/secrets/secrets.ts";
import type { SecretName, Settings } from "../infra/config/index.ts";
import { smtpServer } from "./announcements.ts";
import { context } from "./platform.ts";
import { ALERTMANAGER_FILES, ANNOUNCEMENT_FILES, BACKEND_FILES } from "./secrets.ts";

/** What each configured service is asked before a release, by the name of the resource that asks. */
export function serviceQuestions(
  settings: Settings,
  {
    secrets,
    namespaces,
  }: {
    readonly secrets: Pick<Secrets, "backend" | "alertmanager" | "announcements" | "backups">;
    readonly namespaces: Readonly<Record<"application" | "monitoring", pulumi.Input<string>>>;
  },
): NonNullable<ReadinessArgs["services"]> {
  const { mail, errorTracking, thirdParty, notifications, announcements, database } = settings;
  const { application, monitoring } = namespaces;
  const ask = <Input>(
    secret: SecretHandle,
    namespace: pulumi.Input<string>,
    rest: Omit<Input, "version" | "context" | "namespace" | "secretName">,
  ) =>
    pulumi.output({ namespace, secretName: secret.secretName }).apply((place) => ({
      version: settings.release.version,
      ...context(settings),
      ...place,
      ...rest,
    }));
  const services = Object.entries(thirdParty).map(([name, { validationUrl }]) => ({
    name,
    validationUrl,
  }));
  const offsite = database.type === "bundled" ? database.backups.offsite : undefined;
  return {
    ...(mail && {
      mail: {
        gate: "mail",
        input: ask<MailServiceInput>(secrets.backend, application, {
          server: smtpServer(mail),
          file: BACKEND_FILES.mailPassword,
        }),
      },
    }),
    ...(errorTracking && {
      "error-tracking": {
        gate: "error-tracking",
        input: ask<ErrorTrackingInput>(secrets.backend, application, { file: ERROR_TRACKING_FILE }),
      },
    }),
    ...(services.length > 0 && {
      "third-party": {
        gate: "third-party",
        input: ask<ThirdPartyInput>(secrets.backend, application, {
          services,
          file: BACKEND_FILES.thirdPartyKeys,
        }),
      },
    }),
    ...(notifications &&
      secrets.alertmanager && {
        "webhook-of-alerts": {
          gate: "webhooks",
          input: ask<WebhooksInput>(secrets.alertmanager, monitoring, {
            webhooks: [
              {
                file: ALERTMANAGER_FILES.alerts,
                secret: "alertWebhookUrl" satisfies SecretName,
                format: notifications.format,
              },
            ],
          }),
        },
      }),
    ...(announcements &&
      secrets.announcements && {
        "webhooks-of-announcements": {
          gate: "webhooks",
          input: ask<WebhooksInput>(secrets.announcements, application, {
            webhooks: announcementWebhooks(announcements),
          }),
        },
      }),
    ...(offsite &&
      secrets.backups && {
        offsite: {
          gate: "offsite",
          input: ask<OffsiteInput>(secrets.backups, application, {
            file: OFFSITE_FILE,
            endpoint: offsite.endpoint,
            region: offsite.region,
            bucket: offsite.bucket,
            uriStyle: offsite.uriStyle,
          }),
        },
      }),
  };
}

function announcementWebhooks({
  format,
  stakeholders,
  support,
}: NonNullable<Settings["announcements"]>): WebhooksInput["webhooks"] {
  const { team, ...others } = ANNOUNCEMENT_FILES;
  const webhook = (file: string, secret: SecretName) => ({ file, secret, format });
  return [
    webhook(team, "announceWebhookUrl"),
    ...(stakeholders ? [webhook(others.stakeholders, "stakeholdersWebhookUrl")] : []),
    ...(support ? [webhook(others.support, "supportWebhookUrl")] : []),
  ];
}
