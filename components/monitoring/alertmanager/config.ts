import { WENT_BACK } from "../rules/rule.ts";
import type { Contact, MailReceiver, Receiver, Receivers } from "./receivers.ts";

/** Folder of the files with the receivers' URLs in the container. */
export const URL_PATH = "/etc/alertmanager-receivers";

/** Folder of the configuration and the templates in the container. */
export const CONFIG_PATH = "/etc/alertmanager";

/** alertmanager.yml. URLs and passwords are files, so that it holds no credential. */
export function alertmanagerConfig(receivers: Receivers): object {
  const { page, ticket, deadMansSwitchKey, mail, repeatInterval = "1h" } = receivers;
  return {
    global: { resolve_timeout: "5m", ...(mail && mailServer(mail)) },
    templates: [`${CONFIG_PATH}/*.tmpl`],
    route: {
      receiver: "ticket",
      group_by: ["alertname", "namespace", "job"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        ...(deadMansSwitchKey === undefined
          ? []
          : [
              {
                matchers: [`alertname="Watchdog"`],
                receiver: "dead-mans-switch",
                group_wait: "0s",
                group_interval: "1m",
                repeat_interval: "2m",
              },
            ]),
        {
          matchers: [`alertname="${WENT_BACK}"`],
          receiver: "ticket",
          // One alert each time, which nothing else would join: nobody need wait for it.
          group_by: ["record"],
          group_wait: "0s",
        },
        { matchers: [`severity="none"`], receiver: "nobody" },
        { matchers: [`severity="critical"`], receiver: "page", repeat_interval: repeatInterval },
      ],
    },
    inhibit_rules: [
      // A budget that burns fast burns slowly, too.
      inhibition([`severity="critical"`], [`severity="warning"`, `slo!=""`], ["slo"]),
      inhibition([`alertname="PostgresDown"`], [`severity="warning"`, `concern="database"`]),
      inhibition([`alertname="SiteDown"`], [`alertname="SiteSlow"`], ["instance"]),
      inhibition([`alertname="BackupLate"`], [`alertname="FullBackupLate"`]),
      inhibition([`alertname="TargetMissing"`], [`alertname="TargetDown"`], ["job"]),
      // The limits that only a new release must keep: afterwards the objectives decide.
      inhibition([`alertname="OutsideReleaseWatch"`], [`window="release"`]),
    ],
    receivers: [
      { name: "nobody" },
      { name: "page", ...notifications(page, mail) },
      { name: "ticket", ...notifications(ticket, mail) },
      ...(deadMansSwitchKey === undefined
        ? []
        : [
            {
              name: "dead-mans-switch",
              webhook_configs: [{ url_file: urlFile(deadMansSwitchKey), send_resolved: false }],
            },
          ]),
    ],
  };
}

function notifications(receiver: Receiver, mail?: MailReceiver): object {
  return {
    ...urlReceiver(receiver),
    ...(mail && {
      email_configs: mail.to.map((to) => ({
        to,
        send_resolved: true,
        headers: { Subject: `{{ template "taskflow.title" . }}` },
        text: `{{ template "taskflow.text" . }}`,
        html: "",
      })),
    }),
  };
}

function urlReceiver({ kind, urlKey, channel }: Receiver): object {
  switch (kind) {
    case "webhook":
      return { webhook_configs: [{ url_file: urlFile(urlKey), send_resolved: true }] };
    case "slack":
      return {
        slack_configs: [
          {
            api_url_file: urlFile(urlKey),
            ...(channel !== undefined && { channel }),
            send_resolved: true,
            title: `{{ template "taskflow.title" . }}`,
            text: `{{ template "taskflow.text" . }}`,
          },
        ],
      };
  }
}

function mailServer({ from, server, login }: MailReceiver): object {
  return {
    smtp_from: from,
    smtp_smarthost: server,
    smtp_require_tls: true,
    ...(login && {
      smtp_auth_username: login.name,
      smtp_auth_password_file: urlFile(login.passwordKey),
    }),
  };
}

function inhibition(source: string[], target: string[], equal: string[] = []): object {
  return {
    source_matchers: source,
    target_matchers: target,
    ...(equal.length > 0 && { equal }),
  };
}

function urlFile(key: string): string {
  return `${URL_PATH}/${key}`;
}

/** What a message says: the alerts, where to read on, and whom to call. */
export function messageTemplates(contacts: readonly Contact[]): string {
  const people = contacts.map(
    ({ role, name, phone, email }) => `${role}: ${name}, ${phone}, ${email}`,
  );
  return [
    `{{ define "taskflow.title" -}}`,
    `[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} ({{ len .Alerts }})`,
    `{{- end }}`,
    `{{ define "taskflow.text" -}}`,
    `{{ range .Alerts }}{{ .Annotations.summary }}`,
    `{{ .Annotations.description }}`,
    `Runbook: {{ .Annotations.runbook_url }}`,
    `{{ end }}`,
    ...people.map(literal),
    `{{- end }}`,
    "",
  ].join("\n");
}

/** Text that the template engine prints as it is. */
function literal(text: string): string {
  return `{{ ${JSON.stringify(text)} }}`;
}
