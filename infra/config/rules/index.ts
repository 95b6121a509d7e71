import type { Problem } from "../problem.ts";
import type { Settings } from "../schema/index.ts";
import * as database from "./database.ts";
import * as edge from "./edge.ts";
import * as images from "./images.ts";
import * as production from "./production.ts";
import * as quota from "./quota.ts";
import type { Rule, Secrets } from "./rule.ts";
import * as secretRules from "./secrets.ts";
import * as workloads from "./workloads.ts";

const RULES: readonly Rule[] = [
  production.imagesByDigest,
  production.contextNamed,
  production.contactsComplete,
  production.servicesComplete,
  production.backupsOffsite,
  production.realIssuer,
  production.hstsOfAYear,
  production.monitoringComplete,
  production.grafanaRestricted,
  production.mailForMessages,
  images.ownImagesNamed,
  images.postgresMajor,
  images.overridesKnown,
  images.certManagerOfOneVersion,
  edge.corsOrigins,
  edge.namespacesDiffer,
  edge.hostsDiffer,
  edge.smokeWithinRateLimits,
  workloads.requestsWithinLimits,
  workloads.autoscalerBounds,
  workloads.twoReplicas,
  workloads.graceAfterDrain,
  workloads.probesDiffer,
  workloads.plainEnvironment,
  database.poolsWithinConnections,
  database.enoughMemory,
  database.retentionOfAWeek,
  database.offsiteKeepsAsLong,
  quota.autoscalersWithinQuota,
  secretRules.secretsComplete,
];

const FILES = { database, edge, images, production, quota, secrets: secretRules, workloads };

/** The rules by the name under which their file exports them. */
export function namedRules(): { name: string; file: string; rule: Rule }[] {
  return Object.entries(FILES).flatMap(([file, exported]) =>
    Object.entries(exported).flatMap(([name, value]) => {
      const rule = RULES.find((candidate) => candidate === value);
      return rule ? [{ name, file: `${file}.ts`, rule }] : [];
    }),
  );
}

/** What the rules find that can be asked, because none of the groups that they read is invalid. */
export function findings(
  groups: Readonly<Record<string, unknown>>,
  invalid: ReadonlySet<string>,
  secrets: Secrets,
): Problem[] {
  return RULES.filter(({ reads }) => !reads.some((name) => invalid.has(name))).flatMap(
    ({ check }) => [...check(groups as unknown as Settings, secrets)],
  );
}
