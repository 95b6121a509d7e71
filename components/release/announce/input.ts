import * as z from "zod/mini";

const name = z.string().check(z.minLength(1));
const url = z.url({ protocol: /^https?$/ });

/** What is told of a release. */
export const release = z.strictObject({
  /** `production`. Others say what they are in the first line. */
  environment: name,
  /** `v1.0.0` */
  version: name,
  /** Where people go. */
  urls: z.array(url).check(z.minLength(1)),
  /** Where people read what has changed. */
  changelog: url,
  /** What has changed, as the evidence of the release has it. Absent where there is none. */
  notes: z.exactOptional(z.string()),
  /** What those need who run it, and nobody else is told. */
  operations: z.strictObject({
    runbook: url,
    /** Absent where Grafana has no public address. */
    dashboards: z.exactOptional(url),
    /** Name and phone. */
    onCall: z.exactOptional(name),
    onCallSchedule: z.exactOptional(url),
  }),
});

export type Release = z.infer<typeof release>;

/** Where a secret of a channel is. */
export const secret = {
  /** Context of the kubeconfig. Default: the current one. */
  context: z.exactOptional(name),
  namespace: name,
  secretName: name,
  /** File in it. */
  file: name,
};

export const webhookInput = z.strictObject({
  release,
  ...secret,
  /** What listens at the address. */
  format: z.enum(["slack", "webhook"]),
});

export type WebhookInput = z.infer<typeof webhookInput>;

export const mailInput = z.strictObject({
  release,
  ...secret,
  server: z.strictObject({
    host: name,
    port: z.int(),
    encryption: z.enum(["starttls", "tls"]),
    username: name,
  }),
  from: name,
  to: z.array(name).check(z.minLength(1)),
});

export type MailInput = z.infer<typeof mailInput>;

export const statusPageInput = z.strictObject({
  release,
  ...secret,
  /** Of the page in the API: `https://api.statuspage.io/v1/pages/ab1cd2ef3gh4`. */
  page: url,
});

export type StatusPageInput = z.infer<typeof statusPageInput>;
