import type { Namespaces } from "../namespaces.ts";
import { type Source, available } from "../sources.ts";
import { yaml } from "../yaml.ts";
import { backupRules } from "./backups.ts";
import { containerRules } from "./containers.ts";
import { databaseRules } from "./database.ts";
import { monitoringRules } from "./monitoring.ts";
import { nodeRules } from "./nodes.ts";
import { releaseRules } from "./release.ts";
import {
  type AlertRule,
  type RecordingRule,
  type RuleGroup,
  isAlert,
  runbookAnchor,
} from "./rule.ts";
import { serviceRules } from "./service.ts";
import { type RuleSettings, ruleContext } from "./settings.ts";
import { uptimeRules } from "./uptime.ts";
import { workloadRules } from "./workloads.ts";

/** Every group whose sources this installation has. */
export function ruleGroups(
  settings: RuleSettings,
  namespaces: Namespaces,
  sources: readonly Source[],
): RuleGroup[] {
  const context = ruleContext(settings, namespaces);
  const all = [
    ...monitoringRules(sources),
    ...serviceRules(context),
    ...releaseRules(context),
    ...workloadRules(context),
    ...containerRules(context),
    ...nodeRules(),
    ...uptimeRules(),
    ...databaseRules(context),
    ...backupRules(context),
  ];
  return available(all, sources);
}

/** The rule file of Prometheus. */
export function rulesYaml(groups: readonly RuleGroup[], settings: RuleSettings): string {
  return yaml({
    groups: groups.map(({ name, rules }) => ({
      name: groupName(name),
      rules: rules.map((rule) => (isAlert(rule) ? alert(rule, settings) : recording(rule))),
    })),
  });
}

/** Name of a group as Prometheus shows it. */
export function groupName(name: string): string {
  return `taskflow-${name}`;
}

function recording({ record, expr, labels }: RecordingRule): object {
  return { record, expr, ...(labels && { labels }) };
}

function alert(rule: AlertRule, { runbookUrl, onCall }: RuleSettings): object {
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for !== undefined && { for: rule.for }),
    labels: { severity: rule.severity, concern: rule.concern, ...rule.labels },
    annotations: {
      summary: rule.summary,
      description: rule.description,
      runbook_url: `${runbookUrl}#${runbookAnchor(rule.alert)}`,
      checklist: rule.checklist.join(" "),
      ...(onCall !== undefined && { on_call: onCall }),
    },
  };
}
