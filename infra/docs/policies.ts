import { stringify } from "yaml";
import { renderRule } from "../../policies/documentation.ts";
import type { Rule } from "../../policies/rule.ts";
import { NAMESPACE } from "../config/problem.ts";
import { fields } from "../config/schema/index.ts";
import { outlineField } from "../config/schema/outline.ts";

/** The reference of the policies, made of what the rules say about themselves. */
export function policiesReference(rules: readonly Rule[]): string {
  return (
    [head(rules), LEVELS, waivers(), ...rules.map((rule) => renderRule(rule, 2))].join("\n\n") +
    "\n"
  );
}

function head(rules: readonly Rule[]): string {
  return `# Policies

<!-- Made by \`npm run docs\` from policies/rules. Do not edit. -->

${rules.length} rules say what no deploy of TaskFlow may violate. The same ones are asked by \`npm run preview\`, by the policy
pack (\`pulumi preview --policy-pack policies\`), by the program itself before it writes anything, so that a bare
\`pulumi up\` is stopped as well, and over manifests that Pulumi did not make:

\`\`\`sh
npm run policies -- check charts/rendered
helm template . | npm run -s policies -- check -
npm run policies -- explain ${rules[0]?.name ?? "RULE"}
\`\`\`

${table(rules)}`;
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ name, title, severity, checklist, standards: { podSecurity, nsa, cis } }) =>
      [
        `[${name}](#${name})`,
        title,
        severity,
        checklist.join(", "),
        podSecurity?.level ?? "",
        nsa ? "yes" : "",
        cis?.join(", ") ?? "",
      ].map((cell) => cell.replaceAll("|", "\\|")),
  );
  const header = [
    "Rule",
    "What always holds",
    "Severity",
    "Checklist",
    "Pod Security",
    "NSA/CISA",
    "CIS",
  ];
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

const LEVELS = `## Levels

In production and staging, and over plain manifests, every rule is mandatory: a violation stops the run before its first
write. On one machine (\`environment: local\`) the rules that such a machine cannot comply with are advice, and only they;
each says so below. Severity orders the reports and blocks nothing by itself: the mildest mandatory rule blocks as the
worst does. What depends on a value that only the update knows is told in the preview, and decided in the update before
that resource is written.`;

function waivers(): string {
  const { outline } = outlineField(fields.waivers);
  if (outline.kind !== "map" || outline.value.kind !== "group") throw new Error("unexpected shape");
  const waiver = Object.entries(outline.value.fields).map(([name, { example }]) => [name, example]);
  const example = {
    [`${NAMESPACE}:waivers`]: { "node-exporter-host-paths": Object.fromEntries(waiver) as unknown },
  };
  return `## Waivers

${fields.waivers.description}

Each stands in the configuration of one stack, under a name of its own, and is reviewed with it
([its fields](configuration.md#taskflowwaivers)):

\`\`\`yaml
${stringify(example, { lineWidth: 0 })}\`\`\`

\`npm run preview\` lists what is waived, by whom and until when. For plain manifests the same groups stand in a file,
without the key above them: \`npm run policies -- check DIR --waivers FILE\`.`;
}
