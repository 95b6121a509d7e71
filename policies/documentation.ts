import { stringify } from "yaml";
import type { Manifest, Rule, Standards } from "./rule.ts";

/** Everything about a rule as a section of Markdown. */
export function renderRule(rule: Rule, depth: number): string {
  const { name, title, why, fix, severity, checklist, standards, examples } = rule;
  return [
    `${"#".repeat(depth)} ${name}`,
    `**${title}** ${why}`,
    [
      `- Severity: ${severity}${rule.advisoryOnOneMachine ? "; advice on one machine (`local`), mandatory everywhere else" : ""}`,
      `- Looks at: ${SUBJECTS[rule.looksAt]}${rule.onlyStacks ? ", of our stacks only" : ""}`,
      ...(checklist.length > 0 ? [`- Checklist: ${checklist.join(", ")}`] : []),
      ...standardsOf(standards),
    ].join("\n"),
    `**To comply:** ${fix}`,
    "Complies:",
    yaml(examples.compliant),
    "Does not:",
    yaml(examples.violating),
  ].join("\n\n");
}

const SUBJECTS: Readonly<Record<Rule["looksAt"], string>> = {
  container: "each container: init, sidecar and ephemeral ones count",
  pod: "each pod and template of pods",
  resource: "each object",
  graph: "all objects together",
};

function standardsOf({ podSecurity, nsa, cis, ...scanners }: Standards): string[] {
  const ids = SCANNERS.flatMap(([key, label]) => {
    const found = scanners[key];
    return found && found.length > 0 ? [`${label} ${codes(found)}`] : [];
  });
  return [
    ...(podSecurity
      ? [`- Pod Security Standards: ${podSecurity.level}, ${podSecurity.control}`]
      : []),
    ...(nsa ? ["- NSA/CISA Kubernetes Hardening Guide"] : []),
    ...(cis ? [`- CIS Kubernetes Benchmark: ${cis.join(", ")}`] : []),
    ...(ids.length > 0 ? [`- Known to scanners as: ${ids.join("; ")}`] : []),
  ];
}

const SCANNERS = [
  ["kubeScore", "kube-score"],
  ["kubeLinter", "kube-linter"],
  ["polaris", "Polaris"],
  ["checkov", "Checkov"],
  ["trivy", "Trivy"],
  ["kubescape", "Kubescape"],
] as const;

function codes(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(", ");
}

function yaml(manifests: readonly Manifest[]): string {
  const documents = manifests.map((manifest) =>
    stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return `\`\`\`yaml\n${documents.join("---\n")}\`\`\``;
}
