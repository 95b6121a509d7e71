import { type Resource, at, isKind, record } from "./graph.ts";
import { join } from "./unknown.ts";

/** A file of a ConfigMap. */
export interface ConfigFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** Longer files than a ConfigMap can hold are none of Kubernetes. */
const LONGEST = 1024 * 1024;

/** The files of a ConfigMap whose names a pattern matches; of anything else none. */
export function filesOf(resource: Resource, name: RegExp = /(?:)/): ConfigFile[] {
  if (!isKind(resource, "ConfigMap", "")) return [];
  const data = at(resource.inputs, "data");
  return Object.keys(record(data) ?? {})
    .filter((key) => name.test(key))
    .flatMap((key) => {
      const text = at(data, key);
      if (typeof text !== "string") return [];
      return [{ name: key, path: join("data", key), text: text.slice(0, LONGEST) }];
    });
}

/** Settings by name. */
export type Settings = ReadonlyMap<string, string>;

/** `postgresql.conf`: names in lower case, the last of a name wins, quotes taken off. */
export function postgresSettings(text: string): Settings {
  const settings = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, quoted, plain] =
      /^\s*([\w.]+)\s*(?:=\s*|\s+)(?:'((?:[^'\\]|''|\\.)*)'|([^\s#']+))/.exec(line) ?? [];
    const value = quoted?.replaceAll("''", "'") ?? plain;
    if (name !== undefined && value !== undefined) settings.set(name.toLowerCase(), value);
  }
  return settings;
}

/** Files that a `postgresql.conf` takes in. What is in them nobody sees here. */
export function includedFiles(settings: Settings): string[] {
  return ["include", "include_if_exists", "include_dir"].filter((name) => settings.has(name));
}

/** Whether PostgreSQL reads a value as true. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:on|true|yes|1|t|tr|tru|y|ye)$/i.test(value);
}

/** A file of sections (`[pgbouncer]`) with settings. */
export function sectionsOf(text: string): ReadonlyMap<string, Settings> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split("\n")) {
    const [, section] = /^\s*\[([^\]]*)\]\s*$/.exec(line) ?? [];
    if (section !== undefined) {
      current = sections.get(section) ?? new Map<string, string>();
      sections.set(section, current);
      continue;
    }
    if (/^\s*[#;]/.test(line)) continue;
    const equals = line.indexOf("=");
    if (equals > 0) current?.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return sections;
}
