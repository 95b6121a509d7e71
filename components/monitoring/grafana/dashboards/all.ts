import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";
import { backend } from "./backend.ts";
import { backups } from "./backups.ts";
import { database } from "./database.ts";
import { nodes } from "./nodes.ts";
import { overview } from "./overview.ts";
import { release } from "./release.ts";

/** Every dashboard, the home page first. */
export function dashboards(context: RuleContext): Dashboard[] {
  return [
    overview(context),
    backend(context),
    release(context),
    database(context),
    backups(context),
    nodes(context),
  ];
}
