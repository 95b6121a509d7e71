import {
  decimal,
  flag,
  group,
  list,
  map,
  optional,
  required,
  withDefault,
  word,
} from "./fields.ts";
import { egress, email, host, httpsUrl, name, port, words } from "./formats.ts";

/** Outgoing mail. */
export const mail = group({
  host: required(host, "SMTP server.", "smtp.example.com"),
  port: withDefault(port, "Its port.", 587),
  encryption: withDefault(
    word(["starttls", "tls"]),
    "`starttls` on ports 587 and 25, `tls` on port 465. Mail is never sent in the clear.",
    "starttls",
  ),
  username: required(
    words,
    "Login. Its password is the secret `taskflow:mailPassword`.",
    "taskflow",
  ),
  from: required(email, "Sender of the application's mail.", "no-reply@example.com"),
  egress: required(egress, "Addresses of the server, for the network policy."),
});

/** Alerts. */
export const notifications = group({
  format: required(
    word(["slack", "webhook"]),
    "What the secret `taskflow:alertWebhookUrl` points at: Slack, or anything that speaks its format, or a receiver of Alertmanager's JSON.",
    "slack",
  ),
  mailTo: withDefault(
    list(email),
    "Who gets alerts by mail as well. Needs `taskflow:mail`.",
    [],
    ["operations@example.com"],
  ),
  egress: required(
    egress,
    "Addresses of the webhooks and the dead man's switch, for the network policy.",
  ),
});

/** Who is told of a release when it is done, beside the team. */
export const announcements = group({
  format: required(
    word(["slack", "webhook"]),
    "What the secrets with the channels' addresses point at: Slack, or anything that speaks its format, or a receiver of a JSON document.",
    "slack",
  ),
  stakeholders: withDefault(
    flag(),
    "Whether there is a channel for those who are not in the team, at the secret `taskflow:stakeholdersWebhookUrl`.",
    true,
  ),
  support: withDefault(
    flag(),
    "Whether there is one for those who answer users, at the secret `taskflow:supportWebhookUrl`.",
    false,
  ),
  mailTo: withDefault(
    list(email),
    "Who is told by mail. Needs `taskflow:mail`.",
    [],
    ["users@example.com"],
  ),
  statusPage: optional(
    httpsUrl,
    "The status page in the API of Statuspage. Its token is the secret `taskflow:statusPageToken`.",
    "https://api.statuspage.io/v1/pages/ab1cd2ef3gh4",
  ),
});

/** Error tracking by a service that understands the Sentry SDK. */
export const errorTracking = group({
  tracesSampleRate: withDefault(decimal(0, 1), "Share of requests that are traced.", 0.1),
  egress: required(egress, "Addresses of the service, for the network policy."),
});

/** Other services that the backend calls. */
export const thirdParty = map(
  name,
  group({
    validationUrl: required(
      httpsUrl,
      "Answers 2xx to a request with the key. Asked before each release.",
      "https://api.calendar.example.net/v1/me",
    ),
    egress: required(egress, "Addresses of the service, for the network policy."),
  }),
);
