import type * as z from "zod/mini";
import { backend, frontend } from "./web.ts";
import { certManager } from "./cert-manager.ts";
import { cluster } from "./cluster.ts";
import { contacts } from "./contacts.ts";
import { database } from "./database.ts";
import { domain, tls } from "./domain.ts";
import { edge } from "./edge.ts";
import { evidence } from "./evidence.ts";
import { group, optional, required, withDefault, word } from "./fields.ts";
import { images } from "./images.ts";
import { k6 } from "./k6.ts";
import { migrations } from "./migrations.ts";
import { announcements, errorTracking, mail, notifications, thirdParty } from "./services.ts";
import { monitoring } from "./monitoring.ts";
import { release } from "./release.ts";
import { rotation } from "./rotation.ts";
import { secretsSource } from "./secrets-source.ts";
import { waivers } from "./waivers.ts";
import { email, timeZone } from "./formats.ts";

export const ENVIRONMENTS = ["production", "staging", "local"] as const;

/** Every key but the secrets, in the order in which the reference explains them. */
export const fields = {
  environment: withDefault(
    word(ENVIRONMENTS),
    "What this stack is, and so what it may go without. Forgotten, the strictest rules hold.",
    "production",
  ),
  release: required(
    release,
    "What is being released. With `evidence.bundle`, all that changes from release to release.",
  ),
  evidence: optional(
    evidence,
    "What must be proven of a release before it is rolled out. Required in production.",
  ),
  timeZone: withDefault(
    timeZone,
    "Time zone of every container, of the database and of all schedules, so that all clocks read alike.",
    "UTC",
    "Europe/Berlin",
  ),
  cluster: required(cluster, "The cluster and TaskFlow's place in it."),
  images: withDefault(images, "Where images come from.", {}),
  domain: required(domain, "Public names."),
  tls: required(tls, "Certificates."),
  edge: required(edge, "Where requests enter."),
  backend: required(backend, "The API."),
  frontend: required(frontend, "The static site."),
  database: required(database, "PostgreSQL."),
  migrations: withDefault(
    migrations,
    "Limits of schema migrations, and what the schema must be after them.",
    {},
    { withoutRowSecurity: ["account", "session"] },
  ),
  secretsSource: withDefault(secretsSource, "Where secrets come from.", { type: "pulumi" }),
  rotation: withDefault(
    rotation,
    "Counters of the generated credentials. One more re-keys, without downtime.",
    {},
  ),
  smokeUser: withDefault(
    email,
    "E-mail address of the account that the smoke test logs in with. Its password is generated.",
    "smoke-test@taskflow.invalid",
  ),
  k6: optional(
    k6,
    "The load that the smoke test ends with: k6, in a pod of the cluster, asks the Services for what needs no account. Without it the smoke test ends with what it tries itself.",
  ),
  mail: optional(mail, "Outgoing mail. Required in production."),
  notifications: optional(notifications, "Alerts. Required in production."),
  announcements: optional(
    announcements,
    "Who is told of a release. The team's channel is at the secret `taskflow:announceWebhookUrl`. Required in production.",
  ),
  errorTracking: optional(
    errorTracking,
    "Error tracking. Its address is the secret `taskflow:errorTrackingDsn`. Required in production.",
  ),
  thirdParty: withDefault(
    thirdParty,
    "Other services that the backend calls, by name. Their keys are the secret `taskflow:thirdPartyKeys`.",
    {},
    {
      calendar: {
        validationUrl: "https://api.calendar.example.net/v1/me",
        egress: [{ cidr: "203.0.113.40/32", port: 443 }],
      },
    },
  ),
  monitoring: required(monitoring, "Measurements, logs, dashboards and alerts."),
  contacts: withDefault(contacts, "Whom to call.", {}),
  waivers: withDefault(
    waivers,
    "Exceptions from the rules of the policy pack. One that has expired, or that nothing needs, blocks like a violation.",
    {},
  ),
  certManager: withDefault(certManager, "cert-manager.", { type: "chart" }),
};

/** The whole configuration but the secrets, as one group. */
export const root = group(fields);

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** All settings that are no secrets, checked and complete. */
export type Settings = DeepReadonly<z.output<typeof root>>;
