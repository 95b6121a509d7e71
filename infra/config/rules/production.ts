import { type Problem, problem } from "../problem.ts";
import { type Settings, fields } from "../schema/index.ts";
import { EXAMPLE_OFFSITE } from "../schema/database.ts";
import { EXAMPLE_DIGEST } from "../schema/release.ts";
import { outlineField } from "../schema/outline.ts";
import { rule } from "./rule.ts";

const IMAGES = ["backend", "frontend", "migrations"] as const;

/** A tag can be moved after the tests have passed; a digest cannot. */
export const imagesByDigest = rule(
  ["environment", "release"],
  ["step1.3"],
  ({ environment, release }) =>
    environment === "local"
      ? []
      : IMAGES.flatMap((name) => {
          const { digest } = release[name];
          const is =
            digest === undefined
              ? "is missing"
              : isPlaceholder(digest) && `is the placeholder ${digest}`;
          return is === false
            ? []
            : [
                problem(
                  ["release", name, "digest"],
                  `${is}; in ${environment} images are deployed by digest, as docker push or CI prints it`,
                  EXAMPLE_DIGEST,
                ),
              ];
        }),
);

/** What an example shows, and what somebody types who has none yet. */
function isPlaceholder(digest: string): boolean {
  return digest === EXAMPLE_DIGEST || /^sha256:(.)\1*$/.test(digest);
}

/** Whatever kubectl was pointed at last is not where a release goes. */
export const contextNamed = rule(["environment", "cluster"], [], ({ environment, cluster }) => {
  if (environment === "local" || cluster.context !== undefined) return [];
  const message = `is missing; in ${environment} the cluster is named, so that no other one is ever meant`;
  return [problem(["cluster", "context"], message, `taskflow-${environment}`)];
});

const EMERGENCY_ROLES = ["devopsLead", "databaseAdmin", "securityLead", "onCallEngineer"] as const;

/** At three in the morning nobody looks for a phone number elsewhere. */
export const contactsComplete = rule(
  ["environment", "contacts"],
  ["docs.8", "live-team.3"],
  ({ environment, contacts }) =>
    environment !== "production"
      ? []
      : EMERGENCY_ROLES.filter((role) => !contacts[role]).map((role) =>
          problem(
            ["contacts", role],
            "is missing; in production every emergency role has a name, a phone and an e-mail address",
            { name: "Alex Rivera", phone: "+15550100100", email: "devops@example.com" },
          ),
        ),
);

/** Groups that may be left out elsewhere. */
const REQUIRED_IN_PRODUCTION = [
  "evidence",
  "mail",
  "notifications",
  "announcements",
  "errorTracking",
] as const;

export const servicesComplete = rule(
  ["environment", ...REQUIRED_IN_PRODUCTION],
  ["mon.7", "conf.7", "conf.8"],
  (settings: Pick<Settings, "environment" | (typeof REQUIRED_IN_PRODUCTION)[number]>): Problem[] =>
    settings.environment !== "production"
      ? []
      : REQUIRED_IN_PRODUCTION.filter((name) => !settings[name]).map((name) =>
          problem(
            [name],
            "is missing; production cannot go without it",
            outlineField(fields[name]).example,
          ),
        ),
);

/** A backup in the cluster is lost with the cluster. */
export const backupsOffsite = rule(
  ["environment", "database"],
  ["infra.11", "post-backup.4"],
  ({ environment, database }) => {
    if (environment !== "production" || database.type !== "bundled" || database.backups.offsite) {
      return [];
    }
    return [
      problem(
        ["database", "backups", "offsite"],
        "is missing; in production a second copy of the backups is kept elsewhere",
        EXAMPLE_OFFSITE,
      ),
    ];
  },
);

/** What an ACME authority calls staging signs certificates that browsers refuse. */
const ACME_STAGING = /staging/i;

/** Whether browsers are known to trust what the issuer signs. */
export function isTrusted(issuer: Settings["tls"]["issuer"]): boolean {
  return issuer.type === "acme" && !ACME_STAGING.test(issuer.server);
}

export const realIssuer = rule(["environment", "tls"], ["sec.6"], ({ environment, tls }) => {
  const { issuer } = tls;
  const right = { type: "acme", email: "operations@example.com" };
  if (issuer.type === "selfSigned" && environment !== "local") {
    const message = `is "selfSigned"; in ${environment} browsers must trust the certificate`;
    return [problem(["tls", "issuer"], message, right)];
  }
  if (issuer.type === "acme" && environment === "production" && !isTrusted(issuer)) {
    const message = `is ${issuer.server}, whose certificates browsers refuse; in production it must be a real authority`;
    return [
      problem(
        ["tls", "issuer", "server"],
        message,
        "https://acme-v02.api.letsencrypt.org/directory",
      ),
    ];
  }
  return [];
});

const YEAR = 31536000;

/** Shorter than a year it is no protection, and browsers preload nothing that is shorter. */
export const hstsOfAYear = rule(["environment", "tls"], ["sec.7"], ({ environment, tls }) => {
  const { maxAgeSeconds, includeSubdomains, preload } = tls.hsts;
  const path = ["tls", "hsts"];
  if (preload && !includeSubdomains) {
    const message = "is true; browsers preload only together with includeSubdomains";
    return [problem([...path, "preload"], message, false)];
  }
  const mayBeNone = environment !== "production" && !preload;
  if (maxAgeSeconds >= YEAR || (maxAgeSeconds === 0 && mayBeNone)) return [];
  const right = mayBeNone ? "at least a year, or 0 for none" : "at least a year";
  const message = `is ${String(maxAgeSeconds)}; it must be ${right}`;
  return [problem([...path, "maxAgeSeconds"], message, YEAR)];
});

/** Nothing is watched less than a production that is not watched. */
export const monitoringComplete = rule(
  ["environment", "monitoring"],
  ["mon.2", "mon.4"],
  ({ environment, monitoring }) => {
    if (environment !== "production") return [];
    const bundled = monitoring.type === "bundled" ? monitoring : undefined;
    const off = [
      ...(bundled?.logs.enabled === false ? [["monitoring", "logs", "enabled"]] : []),
      ...(bundled?.grafana.enabled === false ? [["monitoring", "grafana", "enabled"]] : []),
      ...(monitoring.watchVolumes ? [] : [["monitoring", "watchVolumes"]]),
    ];
    return off.map((path) => problem(path, "is false; in production it must be true", true));
  },
);

/** A Grafana on the internet is one forgotten password away from everything that it shows. */
export const grafanaRestricted = rule(["monitoring"], ["infra.8"], ({ monitoring }) => {
  if (monitoring.type !== "bundled" || monitoring.grafana.host === undefined) return [];
  if (monitoring.grafana.allowedSourceRanges.length > 0) return [];
  const message = "is empty; a Grafana with a public host must name the addresses that may use it";
  return [problem(["monitoring", "grafana", "allowedSourceRanges"], message, ["198.51.100.0/24"])];
});

/** Mail is sent by the configured server, or not at all. */
export const mailForMessages = rule(
  ["notifications", "announcements", "mail"],
  [],
  ({ mail, ...groups }) => {
    if (mail) return [];
    const needing = (["notifications", "announcements"] as const).filter(
      (name) => (groups[name]?.mailTo ?? []).length > 0,
    );
    return needing.map((name) => {
      const message = `is missing; taskflow:${name}.mailTo needs it`;
      return problem(["mail"], message, outlineField(fields.mail).example);
    });
  },
);
