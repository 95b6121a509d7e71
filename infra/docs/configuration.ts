import { stringify } from "yaml";
import { neededBy } from "../config/rules/secrets.ts";
import { NAMESPACE } from "../config/problem.ts";
import { fields } from "../config/schema/index.ts";
import { type Outline, type OutlinedField, outlineField } from "../config/schema/outline.ts";
import { SECRETS, SECRET_NAMES } from "../config/schema/secrets.ts";

/** The reference of the configuration, made of the schema alone. */
export function configurationReference(): string {
  const keys = Object.entries(fields).map(([name, field]) => section(name, outlineField(field)));
  return [HEAD, ...keys, secrets()].join("\n\n") + "\n";
}

const HEAD = `# Configuration

<!-- Made by \`npm run docs\` from infra/config/schema. Do not edit. -->

Each stack has a file \`Pulumi.<stack>.yaml\`. Every key below stands there under \`config:\` with the namespace
\`${NAMESPACE}:\`. Set one field by command, or edit the file:

\`\`\`sh
pulumi config set --path ${NAMESPACE}:backend.autoscaling.maxReplicas 12
pulumi config set --secret ${NAMESPACE}:mailPassword
\`\`\`

What is wrong is reported all at once, before anything is declared, each with its key and a correct example. A name
in \`<angle brackets>\` is yours to choose, and \`[]\` stands for each item of a list.`;

function section(name: string, field: OutlinedField): string {
  const key = `${NAMESPACE}:${name}`;
  const rows = fieldRows("", field.outline);
  const lead = [`## \`${key}\``, field.description];
  if (field.outline.kind === "leaf") {
    lead.push(`It must be ${field.outline.expected}. Default: \`${String(field.default)}\`.`);
  }
  if (rows.length > 0) lead.push([TABLE, ...rows].join("\n"));
  lead.push(`\`\`\`yaml\n${stringify({ [key]: field.example }, { lineWidth: 0 })}\`\`\``);
  return lead.join("\n\n");
}

const TABLE = "| Field | It is | Default | Must be |\n| --- | --- | --- | --- |";

/** One row a leaf, and one for each group that has something to say. */
function fieldRows(prefix: string, outline: Outline, note = ""): string[] {
  switch (outline.kind) {
    case "leaf":
      return [];
    case "list":
      return fieldRows(`${prefix}[]`, outline.item, note);
    case "map":
      return fieldRows(`${prefix}${prefix && "."}<name>`, outline.value, note);
    case "variants":
      return Object.entries(outline.options).flatMap(([type, option]) =>
        fieldRows(prefix, option, ` (type \`${type}\`)`),
      );
    case "group":
      return Object.entries(outline.fields).flatMap(([name, field]) => {
        const path = prefix === "" ? name : `${prefix}.${name}`;
        // The value of `type` says itself which one it belongs to.
        const own = name === "type" ? "" : note;
        return [row(path, field, own), ...fieldRows(path, field.outline, note)];
      });
  }
}

function row(path: string, field: OutlinedField, note: string): string {
  const cells = [
    `\`${path}\`${note}`,
    field.description,
    defaultOf(field),
    expected(field.outline),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function defaultOf(field: OutlinedField): string {
  if (field.required) return "required";
  if (field.default === undefined) return "none";
  const isGroup = field.outline.kind === "group" || field.outline.kind === "variants";
  if (isGroup && JSON.stringify(field.default) === "{}") return "as below";
  return `\`${JSON.stringify(field.default)}\``;
}

function expected(outline: Outline): string {
  switch (outline.kind) {
    case "leaf":
      return outline.expected;
    case "group":
      return "a group";
    case "variants":
      return `a group of type ${Object.keys(outline.options).join(" or ")}`;
    case "list":
      return outline.item.kind === "leaf"
        ? `a list, each ${outline.item.expected}`
        : "a list of groups";
    case "map":
      return outline.value.kind === "leaf"
        ? `by ${outline.name}, each ${outline.value.expected}`
        : `groups, by ${outline.name}`;
  }
}

function secrets(): string {
  const rows = SECRET_NAMES.map(
    (name) =>
      `| \`${NAMESPACE}:${name}\` | ${SECRETS[name]} | \`${NAMESPACE}:${neededBy(name)}\` |`,
  );
  return [
    "## Secrets",
    "Each is a key of its own, encrypted by `pulumi config set --secret`, and needed when the setting that it belongs to is there. Where secrets come from Vault, none is set here.",
    ["| Key | It is | Belongs to |\n| --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}
