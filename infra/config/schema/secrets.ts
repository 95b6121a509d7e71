/**
 * Keys whose values are encrypted, each a key of its own so that Pulumi never holds one in plain text, and what
 * they are. Which of them a stack needs follows from its other settings: see rules/secrets.ts.
 */
export const SECRETS = {
  alertWebhookUrl: "Where Alertmanager sends alerts.",
  announceWebhookUrl: "Where releases are announced to the team.",
  backupCipherPassphrase:
    "Encrypts the backups. Keep a copy where the cluster's loss does not reach it: without it they are worthless.",
  deadMansSwitchUrl:
    "Called all the time by a healthy monitoring; whoever runs it tells you when the calls stop.",
  dnsApiToken: "Token of the DNS provider, for certificates by DNS record.",
  errorTrackingDsn: "Where the backend reports errors.",
  mailPassword: "Password of the SMTP login.",
  offsiteAccessKeyId: "Id of the key for the off-site backups.",
  offsiteSecretKey: "The key for the off-site backups.",
  registryPassword: "Password of the registry login for pulling images.",
  stakeholdersWebhookUrl: "Where releases are announced to stakeholders.",
  statusPageToken: "Token of the status page's API.",
  supportWebhookUrl: "Where releases are announced to support.",
  thirdPartyKeys:
    "Keys of the third-party services: a JSON object from the names in `taskflow:thirdParty` to keys.",
} as const;

export type SecretName = keyof typeof SECRETS;

export const SECRET_NAMES = Object.keys(SECRETS) as readonly SecretName[];
