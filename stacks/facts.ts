import type { StackFacts } from "../policies/graph.ts";
import type { Settings } from "../infra/config/index.ts";

const ROLES = ["devopsLead", "databaseAdmin", "securityLead", "onCallEngineer"] as const;

/** What the rules need to know of the configuration. */
export function stackFacts(settings: Settings): StackFacts {
  const { environment, release, timeZone, contacts, database } = settings;
  return {
    environment,
    version: release.version,
    timeZone,
    contacts: ROLES.filter((role) => contacts[role] !== undefined),
    maxConnections: database.maxConnections,
  };
}
