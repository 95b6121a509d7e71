import { decimal, group, list, map, required, withDefault, word } from "./fields.ts";
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

/** Alerts and announcements. */
export const notifications = group({
  format: required(
    word(["slack", "webhook"]),
    "What the secrets `taskflow:alertWebhookUrl` and `taskflow:announceWebhookUrl` point at: Slack, or anything that speaks its format, or a receiver of Alertmanager's JSON.",
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
