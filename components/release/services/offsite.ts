import { messageOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { answerOf } from "./answer.ts";
import type { OffsiteInput } from "./input.ts";

/** A key of the storage. */
export interface StorageKey {
  readonly id: string;
  readonly secret: string;
}

/** The key in settings of pgBackRest. Undefined where there is none. */
export function storageKeyIn(settings: string): StorageKey | undefined {
  const of = (name: string) => new RegExp(`^repo\\d+-${name}=(.+)$`, "m").exec(settings)?.[1];
  const [id, secret] = [of("s3-key"), of("s3-key-secret")];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

type Bucket = Pick<OffsiteInput, "endpoint" | "region" | "bucket" | "uriStyle">;

/** Whether the storage knows the bucket and takes the key: it is asked for one name in it. */
export async function examineOffsite(
  bucket: Bucket,
  key: StorageKey | undefined,
): Promise<Refusal[]> {
  const problem = key ? await problemOf(bucket, key) : "the Secret has no key for it";
  if (problem === undefined) return [];
  return [
    {
      item: "infra.11",
      problem: `Bucket ${bucket.bucket} at ${bucket.endpoint} does not take off-site backups: ${problem}.`,
      fix: "Correct taskflow:database.backups.offsite, or the secrets taskflow:offsiteAccessKeyId and taskflow:offsiteSecretKey.",
    },
  ];
}

async function problemOf(bucket: Bucket, key: StorageKey): Promise<string | undefined> {
  try {
    const { url, headers } = await signed(bucket, key);
    const { status, body } = await answerOf(url, { headers });
    const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
    return status === 200
      ? undefined
      : [`it answers with ${status}`, code].filter(Boolean).join(", ");
  } catch (error) {
    return messageOf(error);
  }
}

/** The request for one name in the bucket, as the storage wants it signed. */
async function signed({ endpoint, region, bucket, uriStyle }: Bucket, key: StorageKey) {
  const [{ SignatureV4 }, { Hash }] = await Promise.all([
    import("@smithy/signature-v4"),
    import("@smithy/hash-node"),
  ]);
  const origin = uriStyle === "path" ? endpoint : `${bucket}.${endpoint}`;
  const path = uriStyle === "path" ? `/${bucket}` : "/";
  const query = { "list-type": "2", "max-keys": "1" };
  const signer = new SignatureV4({
    service: "s3",
    region,
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    sha256: Hash.bind(null, "sha256"),
    uriEscapePath: false,
  });
  const { headers } = await signer.sign({
    ...{ method: "GET", protocol: "https:", hostname: origin, path, query },
    // The storage insists on it; this is the hash of nothing.
    headers: { host: origin, "x-amz-content-sha256": EMPTY },
  });
  return { url: `https://${origin}${path}?${new URLSearchParams(query).toString()}`, headers };
}

/** SHA-256 of an empty body. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
