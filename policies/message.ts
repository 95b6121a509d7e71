import type { Verdict } from "./evaluate.ts";
import { type Resource, at } from "./graph.ts";
import type { Standards } from "./rule.ts";
import { UnknownTouched } from "./unknown.ts";

/** How people call an object: `Deployment taskflow/backend`. */
export function title(resource: Resource): string {
  const { kind } = resource.inputs;
  const of = typeof kind === "string" ? kind : (resource.type.split(":").at(-1) ?? resource.type);
  const name = at(resource.inputs, "metadata", "name");
  const namespace = at(resource.inputs, "metadata", "namespace");
  if (typeof name !== "string") return `${of} ${resource.name}`;
  return `${of} ${typeof namespace === "string" ? `${namespace}/` : ""}${name}`;
}

/** What is wrong and what would be right, in one line. */
export function fault({ path, is, must }: Verdict): string {
  const found = is === undefined ? "is missing" : `is ${shown(is)}`;
  return `${path === "" ? "it" : path} ${found}; it must ${must}`;
}

/** A whole message: object, field, what it is, what it must be, who asks for it, and what to do. */
export function message(verdict: Verdict): string {
  const { rule, resource } = verdict;
  const sources = [
    ...(rule.checklist.length > 0 ? [`checklist ${rule.checklist.join(", ")}`] : []),
    ...standards(rule.standards),
  ];
  const askedBy = sources.length > 0 ? ` (${sources.join("; ")})` : "";
  return `${title(resource)}: ${fault(verdict)}${askedBy}. ${rule.fix}`;
}

/** The standards behind a rule, in words. Scanners' ids are in its documentation. */
export function standards({ podSecurity, nsa, cis }: Standards): string[] {
  return [
    ...(podSecurity ? [`Pod Security ${podSecurity.level}: ${podSecurity.control}`] : []),
    ...(nsa ? ["NSA/CISA hardening guide"] : []),
    ...(cis ? [`CIS ${cis.join(", ")}`] : []),
  ];
}

/** A value in one short line. Parts of it may be unknown still. */
function shown(value: unknown): string {
  try {
    const text = typeof value === "string" ? value : (JSON.stringify(value) as string | undefined);
    const line = (text ?? String(value)).slice(0, 1000).replace(/\s+/g, " ");
    return line.length > 120 ? `${line.slice(0, 117)}…` : line;
  } catch (error) {
    if (error instanceof UnknownTouched) return "known only in part";
    throw error;
  }
}
