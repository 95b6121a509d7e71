import { type Retention, retentionOptions } from "./retention.ts";

/** Where copies go that must survive the loss of the cluster. */
export interface Offsite {
  /** Host name of an S3 endpoint, optionally with a port (`s3.eu-central-1.example.com`). */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** `path` for endpoints that do not know a host name per bucket. Default: `host`. */
  readonly uriStyle?: "host" | "path";
  /** Folder in the bucket, with a leading slash. */
  readonly folder: string;
  readonly retention: Retention;
}

/** Number of the off-site repository; 1 is the volume. */
export const OFFSITE = 2;

/** What opens the off-site repository. It is another credential than any in the cluster's own storage. */
export interface OffsiteSecrets {
  readonly accessKey: string;
  readonly accessKeySecret: string;
  /** Passphrase of the encryption, which happens before anything leaves the repository host. */
  readonly passphrase: string;
}

/** The key of the Secret that holds {@link offsiteSecretsConf}; pgBackRest reads files that end in `.conf`. */
export const OFFSITE_FILE = "offsite.conf";

export function offsiteOptions(offsite: Offsite): [string, string][] {
  return [
    ["repo2-type", "s3"],
    ["repo2-s3-endpoint", offsite.endpoint],
    ["repo2-s3-bucket", offsite.bucket],
    ["repo2-s3-region", offsite.region],
    ["repo2-s3-uri-style", offsite.uriStyle ?? "host"],
    ["repo2-path", offsite.folder],
    ["repo2-cipher-type", "aes-256-cbc"],
    ["repo2-bundle", "y"],
    ...retentionOptions(OFFSITE, offsite.retention),
  ];
}

/** The content of the Secret's {@link OFFSITE_FILE}. */
export function offsiteSecretsConf(secrets: OffsiteSecrets): string {
  return (
    "[global]\n" +
    `repo2-s3-key=${secrets.accessKey}\n` +
    `repo2-s3-key-secret=${secrets.accessKeySecret}\n` +
    `repo2-cipher-pass=${secrets.passphrase}\n`
  );
}
