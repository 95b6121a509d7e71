import assert from "node:assert/strict";
import { EXAMPLE_CERTIFICATE } from "../../infra/config/schema/example-certificate.ts";
import {
  ABSENT,
  type Draft,
  type Path,
  changed,
  draft,
  problemsOf,
  withSecrets,
  withoutSecrets,
} from "./support.ts";

const production = draft("production");
const staging = draft("staging");
const local = draft("local");

const IMAGE = `registry.example.com/a:1.0@sha256:${"0".repeat(64)}`;

/** One mistake, and the nearest configuration that has nothing wrong. */
interface Mistake {
  readonly name: string;
  readonly wrong: Draft;
  readonly right: Draft;
  readonly key: string;
  readonly message: RegExp;
  readonly example: RegExp;
}

/** A value that is wrong at a path, and one that is not. */
function at(
  path: Path,
  wrong: unknown,
  right: unknown,
  message: RegExp,
  example: RegExp,
  given: Draft = production,
): Mistake {
  const [first = "", ...rest] = path;
  const key = `taskflow:${[first, ...rest].map((part) => (typeof part === "number" ? `[${String(part)}]` : part)).join(".")}`;
  return {
    name: `${key} = ${wrong === ABSENT ? "(absent)" : JSON.stringify(wrong).slice(0, 60)}`,
    wrong: changed(given, path, wrong),
    right: changed(given, path, right),
    key: key.replaceAll(".[", "["),
    message,
    example,
  };
}

const person = { name: "Alex Rivera", phone: "+15550100101", email: "devops@example.com" };
const offsite = (production.values["database"] as { backups: { offsite: object } }).backups.offsite;
const resources = {
  cpu: { request: "50m", limit: "1" },
  memory: { request: "64Mi", limit: "128Mi" },
  ephemeralStorage: { request: "32Mi", limit: "128Mi" },
};
const external = {
  type: "external",
  host: "db.example.net",
  ca: EXAMPLE_CERTIFICATE,
  logins: {
    application: { username: "taskflow_application", secret: "taskflow-application" },
    migrator: { username: "taskflow_migrator", secret: "taskflow-migrator" },
    backup: { username: "taskflow_backup", secret: "taskflow-backup" },
    exporter: { username: "taskflow_exporter", secret: "taskflow-exporter" },
  },
  copies: { storage: { size: "50Gi" }, rehearsal: { size: "100Gi" } },
  egress: [{ cidr: "203.0.113.60/32", port: 5432 }],
  pools: { application: 20, total: 26 },
  pooler: { resources },
};
const onExternal = withoutSecrets(
  changed(production, ["database"], external),
  "backupCipherPassphrase",
  "offsiteAccessKeyId",
  "offsiteSecretKey",
);
const MISTAKES: readonly Mistake[] = [
  // Shapes and formats.
  at(
    ["environment"],
    "prod",
    "production",
    /"production" or "staging" or "local"/,
    /taskflow:environment production/,
  ),
  at(
    ["release", "version"],
    "1.0.0",
    "v1.0.0-rc.1",
    /is "1\.0\.0"; it must be a version with its v/,
    /v1\.0\.0/,
  ),
  at(
    ["release", "version"],
    ABSENT,
    "v2.0.0",
    /is missing/,
    /pulumi config set --path taskflow:release\.version v1\.0\.0/,
  ),
  at(
    ["release", "backend", "digest"],
    `sha256:${"A".repeat(64)}`,
    `sha256:${"ab".repeat(32)}`,
    /64 hexadecimal digits/,
    /sha256:[0-9a-f]{64}/,
  ),
  at(
    ["release", "backend", "repository"],
    "registry.example.com/taskflow/backend:latest",
    "registry.example.com:5000/taskflow/backend",
    /without tag and digest/,
    /registry\.example\.com\/taskflow\/backend$/,
  ),
  at(
    ["timeZone"],
    "Europe/Berln",
    "Europe/Vienna",
    /time zone/,
    /pulumi config set taskflow:timeZone Europe\/Berlin/,
  ),
  at(["timeZone"], "europe/berlin", "UTC", /exact spelling/, /Europe\/Berlin/),
  at(["cluster", "nodeRanges", 0], "10.0.0.0/33", "2001:db8::/32", /CIDR/, /10\.0\.0\.0\/22/),
  at(
    ["cluster", "quota", "memory"],
    "56GB",
    "64Gi",
    /bytes with a unit/,
    /taskflow:cluster\.quota\.memory/,
  ),
  at(
    ["k6", "requestsPerSecond"],
    ABSENT,
    200,
    /is missing/,
    /pulumi config set --path taskflow:k6\.requestsPerSecond 200/,
  ),
  at(["k6", "virtualUsers"], 0, 1, /whole number from 1 to 100/, /taskflow:k6\.virtualUsers 10/),
  at(["k6", "seconds"], "30s", 30, /whole number from 5 to 300/, /taskflow:k6\.seconds 30/),
  at(["cluster", "quota", "cpu"], "many", 64, /number of cores/, /taskflow:cluster\.quota\.cpu/),
  at(
    ["domain", "host"],
    "https://taskflow.example.com",
    "tasks.example.org",
    /DNS name/,
    /taskflow\.example\.com/,
  ),
  at(
    ["domain", "host"],
    "Taskflow.example.com",
    "taskflow.example.com",
    /lower case/,
    /taskflow\.example\.com/,
  ),
  at(
    ["tls", "issuer", "type"],
    "letsencrypt",
    "acme",
    /"acme" or "selfSigned" or "existing"/,
    /taskflow:tls\.issuer\.type acme/,
  ),
  at(
    ["tls", "issuer", "email"],
    "operations",
    "operations@example.com",
    /e-mail address/,
    /operations@example\.com/,
  ),
  at(
    ["edge", "controller"],
    "ingress-nginx",
    "gateway-api",
    /retired in March 2026/,
    /taskflow:edge\.controller traefik/,
  ),
  at(
    ["edge", "controller"],
    "nginx",
    "traefik",
    /retired in March 2026/,
    /taskflow:edge\.controller traefik/,
  ),
  at(
    ["edge", "controller"],
    "haproxy",
    "traefik",
    /^is "haproxy"; it must be "traefik" or "gateway-api"$/,
    /traefik/,
  ),
  at(
    ["edge", "allowedSourceRanges"],
    "198.51.100.0/24",
    ["198.51.100.0/24"],
    /must be a list/,
    /- 198\.51\.100\.0\/24/,
  ),
  at(
    ["edge", "rateLimits", "login", "per"],
    "day",
    "hour",
    /"second" or "minute" or "hour"/,
    /minute/,
  ),
  at(["edge", "loadBalancer"], "yes", false, /true or false/, /taskflow:edge\.loadBalancer true/),
  at(
    ["backend", "resources", "cpu", "limit"],
    "1 core",
    "1500m",
    /number of cores/,
    /--type string taskflow:backend\.resources\.cpu\.limit 1/,
  ),
  at(
    ["backend", "resources"],
    ABSENT,
    { ...resources },
    /is missing; it must be a group of fields/,
    /cpu:\n\s+request: 250m/,
  ),
  at(
    ["backend", "autoscaling", "minReplicas"],
    "3",
    3,
    /whole number/,
    /taskflow:backend\.autoscaling\.minReplicas 3/,
  ),
  at(
    ["backend", "autoscaling", "minReplicas"],
    2.5,
    2,
    /whole number/,
    /taskflow:backend\.autoscaling\.minReplicas 3/,
  ),
  at(["backend", "probes", "liveness"], "livez", "/live", /begins with a slash/, /\/livez/),
  at(
    ["database", "type"],
    "managed",
    "bundled",
    /"bundled" or "external"/,
    /taskflow:database\.type bundled/,
  ),
  at(
    ["database", "backups", "schedule", "full"],
    "0 1 * *",
    "0 1 * * 6",
    /five cron fields/,
    /'0 1 \* \* 0'/,
  ),
  at(
    ["database", "backups", "schedule", "full"],
    "0 25 * * 0",
    "0 23 * * 0",
    /five cron fields/,
    /'0 1 \* \* 0'/,
  ),
  at(
    ["database", "backups", "offsite", "endpoint"],
    "s3.example.net",
    "https://s3.example.net",
    /https:\/\//,
    /https:\/\/s3\.backup\.example\.net/,
  ),
  at(["mail", "port"], 0, 465, /whole number from 1 to 65535/, /taskflow:mail\.port 587/),
  at(
    ["mail", "egress", 0, "cidr"],
    "mail.example.com",
    "203.0.113.7/32",
    /CIDR/,
    /203\.0\.113\.10\/32/,
  ),
  at(
    ["contacts", "devopsLead", "phone"],
    "0155 501001",
    "+4930123456",
    /international form/,
    /--type string taskflow:contacts\.devopsLead\.phone \+15550100100/,
  ),
  at(
    ["monitoring", "slo", "availabilityPercent"],
    100,
    99.95,
    /number from 90 to 99\.999/,
    /--type float taskflow:monitoring\.slo\.availabilityPercent 99\.9/,
  ),
  at(["monitoring", "slo", "availabilityPercent"], 89.9, 90, /number from 90 to 99\.999/, /99\.9/),
  at(
    ["certManager", "version"],
    "1.19.1",
    "v1.21.1",
    /with its v/,
    /taskflow:certManager\.version v/,
  ),
  at(
    ["mail"],
    "smtp.example.com",
    production.values["mail"],
    /must be a group of fields/,
    /host: smtp\.example\.com/,
  ),

  // Unknown keys.
  {
    name: "an unknown key",
    wrong: changed(production, ["databse"], {}),
    right: production,
    key: "taskflow:databse",
    message: /nearest one is taskflow:database$/,
    example: /pulumi config rm taskflow:databse/,
  },
  {
    name: "the digest of an example",
    wrong: changed(production, ["release", "backend", "digest"], `sha256:${"0".repeat(64)}`),
    right: production,
    key: "taskflow:release.backend.digest",
    message: /is the placeholder sha256:0+; in production images are deployed by digest/,
    example: /config set --path taskflow:release\.backend\.digest sha256:/,
  },
  {
    name: "an unknown field",
    wrong: changed(production, ["backend", "autoscaling", "maxReplica"], 12),
    right: production,
    key: "taskflow:backend.autoscaling.maxReplica",
    message: /nearest one is taskflow:backend\.autoscaling\.maxReplicas$/,
    example:
      /^pulumi config rm --path taskflow:backend\.autoscaling\.maxReplica\npulumi config set --path taskflow:backend\.autoscaling\.maxReplicas 12$/,
  },
  {
    name: "an unknown field like no other",
    wrong: changed(production, ["backend", "autoscaling", "horizontal"], 12),
    right: production,
    key: "taskflow:backend.autoscaling.horizontal",
    message: /known are minReplicas, maxReplicas/,
    example: /pulumi config rm --path taskflow:backend\.autoscaling\.horizontal/,
  },
  {
    name: "an unknown field in a list",
    wrong: changed(production, ["mail", "egress", 0, "prot"], 1),
    right: production,
    key: "taskflow:mail.egress[0].prot",
    message: /nearest one is taskflow:mail\.egress\[0\]\.port$/,
    example: /\.prot'\npulumi config set --path '?taskflow:mail\.egress\[0\]\.port'? 1$/,
  },
  {
    name: "a field of another variant",
    wrong: changed(production, ["database", "credentialsSecret"], "owner"),
    right: production,
    key: "taskflow:database.credentialsSecret",
    message: /is not a key of the configuration/,
    example: /pulumi config rm --path taskflow:database\.credentialsSecret/,
  },
  {
    name: "a name of a feature flag that does not fit",
    wrong: changed(production, ["backend", "featureFlags", "new-editor"], true),
    right: changed(production, ["backend", "featureFlags", "newEditor"], true),
    key: "taskflow:backend.featureFlags.new-editor",
    message: /name of a feature flag/,
    example: /taskComments: true/,
  },
  {
    name: "a name that JavaScript keeps",
    wrong: changed(production, ["backend", "environment", "__proto__"], "x"),
    right: production,
    key: "taskflow:backend.environment.__proto__",
    message: /JavaScript keeps/,
    example: /pulumi config rm --path/,
  },

  // What an environment must have.
  ...["backend", "frontend", "migrations"].map((image) =>
    at(
      ["release", image, "digest"],
      ABSENT,
      `sha256:${"01".repeat(32)}`,
      /in production images are deployed by digest/,
      /sha256:/,
    ),
  ),
  at(
    ["release", "backend", "digest"],
    ABSENT,
    `sha256:${"01".repeat(32)}`,
    /in staging/,
    /sha256:/,
    staging,
  ),
  ...["devopsLead", "databaseAdmin", "securityLead", "onCallEngineer"].map((role) =>
    at(
      ["contacts", role],
      ABSENT,
      person,
      /in production every emergency role/,
      new RegExp(`${role}:\\n\\s+name:`),
    ),
  ),
  at(
    ["cluster", "context"],
    ABSENT,
    "taskflow",
    /cluster is named/,
    /taskflow:cluster\.context taskflow-production/,
  ),
  at(
    ["database", "backups", "offsite"],
    ABSENT,
    offsite,
    /in production a second copy/,
    /endpoint: https:/,
  ),
  at(
    ["database", "backups", "retentionDays"],
    6,
    7,
    /at least 7/,
    /taskflow:database\.backups\.retentionDays 30/,
  ),
  at(
    ["database", "backups", "offsite", "retentionDays"],
    29,
    30,
    /at least retentionDays of the backups in the cluster, which is 30/,
    / 30$/,
  ),
  at(
    ["tls", "issuer"],
    { type: "selfSigned" },
    { type: "existing", name: "company-ca" },
    /in production browsers must trust/,
    /type: acme/,
  ),
  at(
    ["tls", "issuer"],
    { type: "selfSigned" },
    { type: "existing", name: "company-ca" },
    /in staging browsers must trust/,
    /type: acme/,
    staging,
  ),
  at(
    ["tls", "issuer", "server"],
    "https://acme-staging-v02.api.letsencrypt.org/directory",
    "https://acme.example.com/directory",
    /whose certificates browsers refuse/,
    /acme-v02/,
  ),
  at(["tls", "hsts", "maxAgeSeconds"], 3600, 31536000, /at least a year/, /31536000/),
  {
    name: "preload without HSTS",
    wrong: changed(local, ["tls", "hsts", "preload"], true),
    right: local,
    key: "taskflow:tls.hsts.maxAgeSeconds",
    message: /must be at least a year$/,
    example: /31536000/,
  },
  {
    name: "preload without the names below",
    wrong: changed(production, ["tls", "hsts"], { preload: true, includeSubdomains: false }),
    right: changed(production, ["tls", "hsts"], { preload: true }),
    key: "taskflow:tls.hsts.preload",
    message: /only together with includeSubdomains/,
    example: / false$/,
  },
  {
    name: "an image that there is not",
    wrong: changed(production, ["images", "overrides", "grafanna"], IMAGE),
    right: changed(production, ["images", "overrides", "grafana"], IMAGE),
    key: "taskflow:images.overrides.grafanna",
    message: /nearest one is grafana$/,
    example: /taskflow:images\.overrides\.grafana /,
  },
  {
    name: "own images that are nowhere",
    wrong: changed(production, ["images", "overrides", "postgres"], ABSENT),
    right: production,
    key: "taskflow:images.overrides.postgres",
    message: /built from images\//,
    example: /taskflow:images\.overrides\.postgres registry\.example\.com/,
  },
  {
    name: "a chart of cert-manager for other images",
    wrong: changed(production, ["certManager", "version"], "v1.0.0"),
    right: changed(production, ["certManager"], { type: "chart" }),
    key: "taskflow:certManager.version",
    message: /is v1\.0\.0, but the image cert-manager-\w+ is v/,
    example: /taskflow:certManager\.version v/,
  },
  {
    name: "a misspelled type",
    wrong: changed(
      changed(production, ["database", "typ"], "bundled"),
      ["database", "type"],
      ABSENT,
    ),
    right: production,
    key: "taskflow:database.typ",
    message: /nearest one is taskflow:database\.type$/,
    example: /taskflow:database\.type bundled/,
  },
  at(
    ["backend", "autoscaling", "minReplicas"],
    1,
    2,
    /in production it must be at least 2/,
    /minReplicas 2/,
  ),
  at(
    ["frontend", "autoscaling", "minReplicas"],
    1,
    2,
    /in staging it must be at least 2/,
    /minReplicas 2/,
    staging,
  ),
  at(["monitoring", "logs", "enabled"], false, true, /in production it must be true/, /true$/),
  {
    name: "production without Grafana",
    wrong: changed(production, ["monitoring", "grafana"], { enabled: false }),
    right: changed(production, ["monitoring", "grafana"], { enabled: true }),
    key: "taskflow:monitoring.grafana.enabled",
    message: /in production it must be true/,
    example: /true$/,
  },
  ...(["mail", "notifications", "errorTracking"] as const).map((name) =>
    at(
      [name],
      ABSENT,
      production.values[name],
      /production cannot go without it/,
      new RegExp(`taskflow:${name}:\\n`),
    ),
  ),

  // Rules across fields.
  at(
    ["edge", "corsOrigins", 0],
    "*",
    "https://app.example.com",
    /any site/,
    /https:\/\/app\.example\.com/,
  ),
  at(
    ["edge", "corsOrigins", 0],
    "http://app.example.com",
    "https://app.example.com:8443",
    /not encrypted; in staging|in staging it must be an https/,
    /https:\/\//,
    staging,
  ),
  at(
    ["edge", "corsOrigins", 0],
    "https://app.example.com/",
    "https://app.example.com",
    /an origin/,
    /https:\/\/app\.example\.com/,
  ),
  ...[9, 51].map((requests) =>
    at(
      ["edge", "rateLimits", "login", "requests"],
      requests,
      requests < 30 ? 10 : 50,
      /must be from 10 to 50, which is how often the smoke test logs in/,
      /rateLimits\.login\.requests 10$/,
    ),
  ),
  at(
    ["edge", "rateLimits", "global"],
    { requests: 239, per: "minute" },
    { requests: 240, per: "minute" },
    /is 239 per minute; the smoke test needs at least 4 a second/,
    /per: second/,
  ),
  {
    name: "one namespace for two things",
    wrong: changed(production, ["cluster", "namespaces"], { monitoring: "taskflow" }),
    right: changed(production, ["cluster", "namespaces"], { monitoring: "observability" }),
    key: "taskflow:cluster.namespaces.monitoring",
    message: /as the namespace of application is/,
    example: /monitoring$/,
  },
  at(["edge", "controllerNamespace"], "taskflow", "ingress", /must differ/, /traefik/),
  at(
    ["monitoring", "grafana", "host"],
    "taskflow.example.com",
    "grafana.example.com",
    /as the host of the site/,
    /grafana\.taskflow\.example\.com/,
  ),
  at(
    ["monitoring", "grafana", "allowedSourceRanges"],
    [],
    ["198.51.100.7/32"],
    /must name the addresses/,
    /- 198\.51\.100\.0\/24/,
  ),
  at(
    ["backend", "resources", "memory", "request"],
    "1Gi",
    "768Mi",
    /must not exceed the limit, which is 768Mi/,
    /768Mi/,
  ),
  at(
    ["database", "pooler", "resources", "cpu", "request"],
    "1100m",
    "1000m",
    /must not exceed the limit/,
    /taskflow:database\.pooler\.resources\.cpu\.request/,
  ),
  at(
    ["database", "resources", "ephemeralStorage", "request"],
    "3Gi",
    "2Gi",
    /must not exceed the limit/,
    /2Gi/,
  ),
  at(
    ["backend", "autoscaling", "maxReplicas"],
    3,
    4,
    /more than minReplicas, which is 3/,
    /maxReplicas 9/,
  ),
  {
    name: "a grace period that ends with the drain",
    wrong: changed(production, ["frontend", "shutdown"], { drainSeconds: 45 }),
    right: changed(production, ["frontend", "shutdown"], { drainSeconds: 44 }),
    key: "taskflow:frontend.shutdown.gracePeriodSeconds",
    message: /more than drainSeconds, which is 45/,
    example: /75$/,
  },
  {
    name: "one path for ready and alive",
    wrong: changed(production, ["backend", "probes"], {
      readiness: "/health",
      liveness: "/health",
    }),
    right: changed(production, ["backend", "probes"], { readiness: "/health", liveness: "/livez" }),
    key: "taskflow:backend.probes.liveness",
    message: /they must differ/,
    example: /\/livez$/,
  },
  ...["API_TOKEN", "SMTP_PASSWORD", "STRIPE_KEY", "SENTRY_DSN"].map((variable): Mistake => ({
    name: `the credential ${variable} in the environment`,
    wrong: changed(production, ["backend", "environment", variable], "x"),
    right: changed(production, ["backend", "environment", "KEYBOARD"], "x"),
    key: `taskflow:backend.environment.${variable}`,
    message: /looks like a credential/,
    example: /pulumi config set --secret taskflow:thirdPartyKeys/,
  })),
  {
    name: "a time zone of one container",
    wrong: changed(production, ["frontend", "environment"], { TZ: "UTC" }),
    right: changed(production, ["frontend", "environment"], {}),
    key: "taskflow:frontend.environment.TZ",
    message: /taskflow:timeZone/,
    example: /pulumi config rm --path taskflow:frontend\.environment\.TZ/,
  },
  at(
    ["database", "pools", "total"],
    28,
    27,
    /100 connections 17 are kept free, which leaves 27 for each of 2 poolers and one more/,
    / 27$/,
  ),
  at(["database", "pools", "application"], 26, 25, /must be less than total, which is 26/, / 20$/),
  at(
    ["database", "pooler", "maxClientConnections"],
    20,
    26,
    /a pooler with so few clients/,
    / 1000$/,
  ),
  at(
    ["cluster", "quota", "cpu"],
    "23",
    "24",
    /with the autoscalers at their maximum, .*at least 24/,
    / 24$/,
  ),
  at(["cluster", "quota", "memory"], "18Gi", "20Gi", /at least \d+Gi/, /Gi$/),
  at(["cluster", "quota", "pods"], 23, 24, /at least 24/, / 24$/),
  {
    name: "alerts by mail without mail",
    wrong: changed(
      withoutSecrets(changed(staging, ["mail"], ABSENT), "mailPassword"),
      ["notifications", "mailTo"],
      ["a@example.com"],
    ),
    right: withoutSecrets(changed(staging, ["mail"], ABSENT), "mailPassword"),
    key: "taskflow:mail",
    message: /taskflow:notifications\.mailTo needs it/,
    example: /host: smtp\.example\.com/,
  },

  // Secrets.
  ...production.secrets.map((name): Mistake => ({
    name: `without the secret ${name}`,
    wrong: withoutSecrets(production, name),
    right: production,
    key: `taskflow:${name}`,
    message: /is missing; taskflow:\S+ needs it/,
    example: new RegExp(`^pulumi config set --secret taskflow:${name}$`),
  })),
  ...production.secrets.map((name): Mistake => ({
    name: `the secret ${name} in plain text`,
    wrong: changed(withoutSecrets(production, name), [name], "hunter2-in-the-clear"),
    right: production,
    key: `taskflow:${name}`,
    message: /is a secret in plain text/,
    example: new RegExp(`^pulumi config set --secret taskflow:${name}$`),
  })),
  {
    name: "a secret that nothing reads",
    wrong: withSecrets(production, "dnsApiToken"),
    right: withSecrets(
      changed(production, ["tls", "issuer", "challenge"], {
        type: "dns01",
        provider: { type: "cloudflare" },
      }),
      "dnsApiToken",
    ),
    key: "taskflow:dnsApiToken",
    message: /nothing reads it/,
    example: /^pulumi config rm taskflow:dnsApiToken$/,
  },
  {
    name: "a secret beside Vault",
    wrong: changed(production, ["secretsSource"], {
      type: "vault",
      server: "https://vault.example.com",
      role: "taskflow",
    }),
    right: withoutSecrets(
      changed(production, ["secretsSource"], {
        type: "vault",
        server: "https://vault.example.com",
        role: "taskflow",
      }),
      ...production.secrets,
    ),
    key: "taskflow:mailPassword",
    message: /secrets come from Vault/,
    example: /^pulumi config rm taskflow:mailPassword$/,
  },
  {
    name: "an encrypted setting",
    wrong: withSecrets(changed(production, ["contacts"], ABSENT), "contacts"),
    right: production,
    key: "taskflow:contacts",
    message: /holds an encrypted value/,
    example: /^pulumi config rm taskflow:contacts$/,
  },

  // The database elsewhere.
  {
    name: "an external database without its authority",
    wrong: changed(onExternal, ["database", "ca"], ABSENT),
    right: onExternal,
    key: "taskflow:database.ca",
    message: /is missing; it must be a CA certificate in PEM/,
    example: /-----BEGIN CERTIFICATE-----/,
  },
  {
    name: "an external database whose authority is no certificate",
    wrong: changed(
      onExternal,
      ["database", "ca"],
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ),
    right: onExternal,
    key: "taskflow:database.ca",
    message: /a CA certificate in PEM/,
    example: /-----BEGIN CERTIFICATE-----/,
  },
];

describe("mistakes in the configuration", () => {
  for (const { name, wrong, right, key, message, example } of MISTAKES) {
    it(name, () => {
      assert.deepEqual(problemsOf(right), []);
      const problems = problemsOf(wrong);
      const found = problems.find((problem) => problem.key === key);
      assert.ok(found, `no problem of ${key} among ${JSON.stringify(problems)}`);
      assert.match(found.message, message);
      assert.match(found.example, example);
      assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
    });
  }
});
