import * as pulumi from "@pulumi/pulumi";
import { OFFSITE_FILE, offsiteSecretsConf } from "../components/database/index.ts";
import {
  type ConfiguredSecret,
  ERROR_TRACKING_FILE,
  type SecretsArgs,
} from "../components/secrets/secrets.ts";
import {
  type SecretName,
  type Settings,
  type TaskflowConfig,
  neededSecrets,
} from "../infra/config/index.ts";
import { PULL_SECRET } from "./platform.ts";

/** Files of the backend's secret that are configured. */
export const BACKEND_FILES = {
  mailPassword: "mail-password",
  thirdPartyKeys: "third-party.json",
} as const;

/** Files of Alertmanager's secret. */
export const ALERTMANAGER_FILES = {
  alerts: "alert-webhook-url",
  deadMansSwitch: "dead-mans-switch-url",
  mailPassword: "mail-password",
} as const;

/** Files of the secret that only gates of a release read. */
export const ANNOUNCEMENT_FILES = {
  team: "team-webhook-url",
  stakeholders: "stakeholders-webhook-url",
  support: "support-webhook-url",
  mailPassword: "mail-password",
  statusPageToken: "status-page-token",
} as const;

/** Where issuers find the token of the DNS provider. */
export const DNS_SECRET = { name: "dns-provider", key: "token" } as const;

export function secretsArgs(
  config: TaskflowConfig,
  given: Pick<SecretsArgs, "platform" | "namespaces">,
): SecretsArgs {
  const needed = new Set<SecretName>(neededSecrets(config));
  const file = (name: SecretName, file: string): ConfiguredSecret[] =>
    needed.has(name) ? [{ file, value: config.secrets[name] }] : [];
  return {
    ...given,
    source: source(config),
    rotation: config.rotation,
    smokeUser: config.smokeUser,
    backend: [
      ...file("mailPassword", BACKEND_FILES.mailPassword),
      ...file("errorTrackingDsn", ERROR_TRACKING_FILE),
      ...file("thirdPartyKeys", BACKEND_FILES.thirdPartyKeys),
    ],
    alertmanager: [
      ...file("alertWebhookUrl", ALERTMANAGER_FILES.alerts),
      ...file("deadMansSwitchUrl", ALERTMANAGER_FILES.deadMansSwitch),
      ...file("mailPassword", ALERTMANAGER_FILES.mailPassword),
    ],
    announcements: [
      ...file("announceWebhookUrl", ANNOUNCEMENT_FILES.team),
      ...file("stakeholdersWebhookUrl", ANNOUNCEMENT_FILES.stakeholders),
      ...file("supportWebhookUrl", ANNOUNCEMENT_FILES.support),
      ...(config.announcements ? file("mailPassword", ANNOUNCEMENT_FILES.mailPassword) : []),
      ...file("statusPageToken", ANNOUNCEMENT_FILES.statusPageToken),
    ],
    backups: needed.has("offsiteSecretKey") ? [{ file: OFFSITE_FILE, value: offsite(config) }] : [],
    ...(config.database.type === "external" && { databaseCa: config.database.ca }),
    ...(needed.has("dnsApiToken") && {
      dns: {
        secretName: DNS_SECRET.name,
        token: { file: DNS_SECRET.key, value: config.secrets.dnsApiToken },
      },
    }),
    ...(config.images.pull && {
      registry: { secretName: PULL_SECRET, dockerConfig: dockerConfig(config, config.images.pull) },
    }),
  };
}

function source({ secretsSource }: Settings): SecretsArgs["source"] {
  if (secretsSource.type === "pulumi") return { kind: "pulumi" };
  const { type, ...vault } = secretsSource;
  return { kind: type, ...vault };
}

/** The part of pgBackRest's configuration that is secret. Absent when Vault has it. */
function offsite({ secrets }: TaskflowConfig): pulumi.Output<string> | undefined {
  const { offsiteAccessKeyId, offsiteSecretKey, backupCipherPassphrase } = secrets;
  if (!offsiteAccessKeyId || !offsiteSecretKey || !backupCipherPassphrase) return undefined;
  return pulumi
    .all([offsiteAccessKeyId, offsiteSecretKey, backupCipherPassphrase])
    .apply(([accessKey, accessKeySecret, passphrase]) =>
      offsiteSecretsConf({ accessKey, accessKeySecret, passphrase }),
    );
}

/** What `docker login` would write. Absent when Vault has it. */
function dockerConfig(
  { secrets }: TaskflowConfig,
  { registry, username }: NonNullable<Settings["images"]["pull"]>,
): pulumi.Output<string> | undefined {
  return secrets.registryPassword?.apply((password) => {
    const auth = Buffer.from(`${username}:${password}`).toString("base64");
    return JSON.stringify({ auths: { [registry]: { username, password, auth } } });
  });
}
