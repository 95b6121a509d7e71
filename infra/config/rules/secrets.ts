import { type Problem, howToRemove, howToSetSecret, keyOf } from "../problem.ts";
import type { Settings } from "../schema/index.ts";
import { SECRET_NAMES, type SecretName } from "../schema/secrets.ts";
import { rule } from "./rule.ts";

const READ = [
  "environment",
  "secretsSource",
  "images",
  "tls",
  "database",
  "mail",
  "notifications",
  "announcements",
  "errorTracking",
  "thirdParty",
] as const;

type Read = Pick<Settings, (typeof READ)[number]>;

/** The setting that a secret belongs to, when it is there: the secret is then needed, and else it has no use. */
const OWNERS: Readonly<
  Record<SecretName, { setting: string; isSet: (settings: Read) => boolean }>
> = {
  alertWebhookUrl: { setting: "notifications", isSet: (s) => s.notifications !== undefined },
  announceWebhookUrl: { setting: "announcements", isSet: (s) => s.announcements !== undefined },
  deadMansSwitchUrl: { setting: "notifications", isSet: (s) => s.notifications !== undefined },
  backupCipherPassphrase: {
    setting: "database.backups",
    isSet: (s) => s.database.type === "bundled",
  },
  dnsApiToken: {
    setting: "tls.issuer.challenge.provider",
    isSet: ({ tls: { issuer } }) =>
      issuer.type === "acme" &&
      issuer.challenge.type === "dns01" &&
      issuer.challenge.provider.type === "cloudflare",
  },
  errorTrackingDsn: { setting: "errorTracking", isSet: (s) => s.errorTracking !== undefined },
  mailPassword: { setting: "mail", isSet: (s) => s.mail !== undefined },
  offsiteAccessKeyId: { setting: "database.backups.offsite", isSet: hasOffsite },
  offsiteSecretKey: { setting: "database.backups.offsite", isSet: hasOffsite },
  registryPassword: { setting: "images.pull", isSet: (s) => s.images.pull !== undefined },
  stakeholdersWebhookUrl: {
    setting: "announcements.stakeholders",
    isSet: (s) => s.announcements?.stakeholders === true,
  },
  statusPageToken: {
    setting: "announcements.statusPage",
    isSet: (s) => s.announcements?.statusPage !== undefined,
  },
  supportWebhookUrl: {
    setting: "announcements.support",
    isSet: (s) => s.announcements?.support === true,
  },
  thirdPartyKeys: {
    setting: "thirdParty",
    isSet: (s) => Object.keys(s.thirdParty).length > 0,
  },
};

function hasOffsite({ database }: Read): boolean {
  return database.type === "bundled" && database.backups.offsite !== undefined;
}

/** The setting that the secret belongs to. */
export function neededBy(name: SecretName): string {
  return OWNERS[name].setting;
}

/** Names of the secrets that the settings call for, whatever their source. */
export function neededSecrets(settings: Read): readonly SecretName[] {
  return SECRET_NAMES.filter((name) => OWNERS[name].isSet(settings));
}

/** Every secret that is needed is there, and none that nothing reads: it would be rotated by nobody. */
export const secretsComplete = rule(READ, ["conf.2"], (settings, secrets) => {
  const fromPulumi = settings.secretsSource.type === "pulumi";
  const needed = new Set(neededSecrets(settings));
  return SECRET_NAMES.flatMap((name): Problem[] => {
    const key = keyOf([name]);
    const { setting } = OWNERS[name];
    if (fromPulumi && needed.has(name) && !secrets.has(name)) {
      const message = `is missing; taskflow:${setting} needs it`;
      return [{ key, message, example: howToSetSecret(name) }];
    }
    if (secrets.has(name) && !fromPulumi) {
      const message = "is set here, but secrets come from Vault";
      return [{ key, message, example: howToRemove([name]) }];
    }
    if (secrets.has(name) && !needed.has(name)) {
      const message = `is set, but nothing reads it: there is no taskflow:${setting} that uses it`;
      return [{ key, message, example: howToRemove([name]) }];
    }
    return [];
  });
});
