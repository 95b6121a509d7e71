import * as z from "zod/mini";

const name = z.string().check(z.minLength(1));
const url = z.url({ protocol: /^https$/ });

/** What every question has: the release that it is asked before, and where the secret for it is. */
const common = {
  /** `v1.0.0` */
  version: name,
  /** Context of the kubeconfig. Default: the current one. */
  context: z.exactOptional(name),
  namespace: name,
  secretName: name,
};

export const mailServiceInput = z.strictObject({
  ...common,
  file: name,
  server: z.strictObject({
    host: name,
    port: z.int(),
    encryption: z.enum(["starttls", "tls"]),
    username: name,
  }),
});

export const webhooksInput = z.strictObject({
  ...common,
  /** Files with addresses, and what listens there. */
  webhooks: z
    .array(
      z.strictObject({
        file: name,
        /** Its name in the configuration. */
        secret: name,
        format: z.enum(["slack", "webhook"]),
      }),
    )
    .check(z.minLength(1)),
});

export const thirdPartyInput = z.strictObject({
  ...common,
  /** A JSON object of keys by the names of the services. */
  file: name,
  services: z.array(z.strictObject({ name, validationUrl: url })).check(z.minLength(1)),
});

export const offsiteInput = z.strictObject({
  ...common,
  /** Settings of pgBackRest with the key. */
  file: name,
  endpoint: name,
  region: name,
  bucket: name,
  uriStyle: z.enum(["host", "path"]),
});

export const errorTrackingInput = z.strictObject({ ...common, file: name });

export type MailServiceInput = z.infer<typeof mailServiceInput>;
export type WebhooksInput = z.infer<typeof webhooksInput>;
export type ThirdPartyInput = z.infer<typeof thirdPartyInput>;
export type OffsiteInput = z.infer<typeof offsiteInput>;
export type ErrorTrackingInput = z.infer<typeof errorTrackingInput>;
