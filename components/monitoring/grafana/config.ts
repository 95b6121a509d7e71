/** Where Grafana finds what in the container. */
export const PATHS = {
  settings: "/etc/grafana-settings",
  data: "/var/lib/grafana",
  datasources: "/etc/grafana/provisioning/datasources",
  providers: "/etc/grafana/provisioning/dashboards",
  dashboards: "/etc/grafana/dashboards",
  password: "/etc/grafana-admin",
} as const;

/** Names that dashboards and links use. */
export const DATASOURCES = { metrics: "prometheus", logs: "loki", alerts: "alertmanager" } as const;

/** grafana.ini: everything is provisioned, nobody is anonymous, and nothing is fetched from or told to anybody. */
export function grafanaIni(settings: {
  readonly publicUrl?: string;
  readonly passwordFile: string;
}): string {
  const secure = settings.publicUrl?.startsWith("https://") ?? false;
  return ini({
    server: { http_port: 3000, ...(settings.publicUrl && { root_url: settings.publicUrl }) },
    security: {
      admin_user: "admin",
      admin_password: `$__file{${settings.passwordFile}}`,
      cookie_secure: secure,
      cookie_samesite: "strict",
      strict_transport_security: secure,
      content_security_policy: true,
      disable_gravatar: true,
    },
    auth: { disable_login_form: false },
    "auth.anonymous": { enabled: false },
    users: { allow_sign_up: false, allow_org_create: false, default_theme: "system" },
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    plugins: { preinstall_disabled: true, plugin_admin_enabled: false },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    // The rules are Prometheus' own.
    unified_alerting: { enabled: false },
    log: { mode: "console", level: "warn" },
    dashboards: { default_home_dashboard_path: `${PATHS.dashboards}/taskflow-overview.json` },
  });
}

/** Data sources as Grafana provisions them. */
export function datasources(present: { readonly logs: boolean; readonly alerts: boolean }): object {
  const source = (uid: string, name: string, type: string, url: string, more: object = {}) => ({
    uid,
    name,
    type,
    url,
    access: "proxy",
    editable: false,
    ...more,
  });
  return {
    apiVersion: 1,
    datasources: [
      source(DATASOURCES.metrics, "Prometheus", "prometheus", "http://prometheus:9090", {
        isDefault: true,
        jsonData: { httpMethod: "POST", timeInterval: "30s" },
      }),
      ...(present.logs ? [source(DATASOURCES.logs, "Loki", "loki", "http://loki:3100")] : []),
      ...(present.alerts
        ? [
            source(DATASOURCES.alerts, "Alertmanager", "alertmanager", "http://alertmanager:9093", {
              jsonData: { implementation: "prometheus" },
            }),
          ]
        : []),
    ],
  };
}

/** Where Grafana reads dashboards. They cannot be changed there: the code is what counts. */
export function dashboardProviders(): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name: "taskflow",
        folder: "TaskFlow",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path: PATHS.dashboards },
      },
    ],
  };
}

function ini(sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
  return Object.entries(sections)
    .map(([section, values]) =>
      [
        `[${section}]`,
        ...Object.entries(values).map(([key, value]) => `${key} = ${String(value)}`),
        "",
      ].join("\n"),
    )
    .join("\n");
}
