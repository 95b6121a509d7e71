import type { Listed } from "../../components/release/record/list.ts";
import type { Settings } from "../config/index.ts";
import { ROLES } from "./arguments.ts";
import { STATUS_WORDS, duration, instant, secondsOf } from "./words.ts";

/** A table with its heading. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A record in the form of the checklist, and what it asks for beside it. */
export interface Form {
  readonly title: string;
  readonly tables: readonly Table[];
  /** What gates have said, for whoever wants to know. */
  readonly logs: readonly { readonly gate: string; readonly lines: readonly string[] }[];
}

/** @param contacts whom to call, as they are configured now. */
export function form(stack: string, record: Listed, contacts: Settings["contacts"]): Form {
  const what = record.kind === "rollback" ? "Rollback record" : "Deployment record";
  return {
    title: `${what}: ${stack} ${record.version}`,
    tables: [
      { title: "Deployment", columns: ["Field", "Value"], rows: fields(record) },
      {
        title: "Duration by gate",
        columns: ["Gate", "Start", "Duration", "Outcome"],
        rows: gates(record),
      },
      {
        title: "Sign-off",
        columns: ["Role", "Name", "Signature", "Date"],
        rows: signatures(record),
      },
      ...emergency(contacts),
    ],
    logs: record.gates.flatMap(({ name, log }) =>
      log.length > 0 ? [{ gate: name, lines: log }] : [],
    ),
  };
}

function fields(record: Listed): (readonly [string, string])[] {
  const { by, commit, source, backup, schema, rollback, issues, images } = record;
  return [
    ["Record", record.id],
    ["Deployment Date", record.start.slice(0, 10)],
    ["Version Deployed", record.version],
    ["Deployed By", [by.git, `${by.cluster} (cluster)`].filter(Boolean).join(", ")],
    ["Start Time", instant(record.start)],
    ["End Time", instant(record.end)],
    ["Duration", duration(secondsOf(record))],
    ["Issues Encountered", issues.join("\n") || "None"],
    ["Rollback Required", rollback.required ? `Yes: ${rollback.what ?? ""}` : "No"],
    ["Status", STATUS_WORDS[record.status]],
    ["Git Commit", commit ? `${commit.hash}, ${instant(commit.at)}` : "Unknown"],
    ...optional("Built From", source),
    ...optional("Images", images.join("\n")),
    ...optional("Backup", backup && [backup.id, ...backup.locations].join("\n")),
    ...optional("Schema Before", schema && (schema.before ?? "None")),
    ...optional("Schema After", schema?.after),
  ];
}

function optional(name: string, value: string | undefined): (readonly [string, string])[] {
  return value === undefined || value === "" ? [] : [[name, value]];
}

function gates({ gates, earlier }: Listed): string[][] {
  return [
    ...earlier.map(({ gate, attempt }) => [gate, "", "", `holds, since ${attempt}`]),
    ...gates.map(({ name, start, milliseconds, outcome }) => [
      name,
      instant(start),
      milliseconds === undefined ? "" : duration(milliseconds / 1000),
      outcome,
    ]),
  ];
}

/** One row a role, signed or to be signed. */
function signatures({ signatures }: Listed): string[][] {
  return ROLES.map((role) => {
    const signed = signatures.find((each) => each.role === role);
    return signed ? [role, signed.name, signed.by, signed.at.slice(0, 10)] : [role, "", "", ""];
  });
}

const CONTACTS = [
  ["devopsLead", "DevOps Lead"],
  ["databaseAdmin", "Database Admin"],
  ["securityLead", "Security Lead"],
  ["onCallEngineer", "On-Call Engineer"],
] as const;

function emergency(contacts: Settings["contacts"]): Table[] {
  const rows = CONTACTS.flatMap(([key, role]) => {
    const person = contacts[key];
    return person ? [[role, person.name, person.phone, person.email]] : [];
  });
  if (rows.length === 0) return [];
  return [{ title: "Emergency contacts", columns: ["Role", "Name", "Phone", "Email"], rows }];
}
