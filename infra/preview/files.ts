import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { type PreviewDocument, type PreviewedResource, STACK_TYPE } from "./document.ts";
import { isRecord, lastingName, lastingUrn, physicalName, shortType } from "./names.ts";

/**
 * One YAML file a resource, by path. Objects of the cluster are what kubectl would take, in a folder for each
 * namespace; folders that begin with `_` hold the rest. The path does not depend on the order of the resources, nor
 * on the content of any, so that two renderings compare file by file.
 */
export function renderFiles(document: PreviewDocument): Map<string, string> {
  const byPath = Map.groupBy(document.resources, filePath);
  const files = new Map<string, string>();
  for (const [path, resources] of byPath) {
    for (const resource of resources) {
      const content = resource.type === STACK_TYPE ? document.outputs : resource.inputs;
      const unique = resources.length === 1 ? path : distinct(path, resource.urn);
      files.set(unique, header(resource) + toYaml(content));
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** YAML whose order does not depend on the order in which the properties were set. */
export function toYaml(value: unknown): string {
  // kubectl reads words of YAML 1.1, such as `on`, as booleans: of those that are text it must be told so.
  const style = { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;
  return stringify(ordered(value), style);
}

function filePath(resource: PreviewedResource): string {
  const { type, name, custom } = resource;
  if (type === STACK_TYPE) return "_stack/outputs.yaml";
  const kind = shortType(type).toLowerCase();
  if (!custom) return `_components/${segment(kind)}-${segment(name)}.yaml`;
  if (!type.startsWith("kubernetes:")) {
    const [folder = ""] = type.split(":");
    return `_${segment(folder)}/${segment(kind)}-${segment(name)}.yaml`;
  }
  // A generated name would be another file for each content.
  const physical = physicalName(resource)?.name ?? name;
  return `${namespaceFolder(resource)}/${segment(kind)}-${segment(lastingName(physical))}.yaml`;
}

function namespaceFolder(resource: PreviewedResource): string {
  const { metadata } = resource.inputs;
  const namespace = isRecord(metadata) ? metadata["namespace"] : undefined;
  if (namespace === undefined) return "_cluster";
  const known = typeof namespace === "string" && !namespace.startsWith("[");
  return known ? segment(namespace) : "_unknown";
}

/** A part of a path that is safe on every file system. */
function segment(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^[._]+/, "-");
}

function distinct(path: string, urn: string): string {
  const hash = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  return path.replace(/\.yaml$/, `~${hash}.yaml`);
}

function header({ urn, parent, dependsOn, provider, options }: PreviewedResource): string {
  const set = Object.entries(options).map(([option, value]) =>
    Array.isArray(value) ? `${option}=${value.join(",")}` : option,
  );
  const isDefaultProvider = provider?.includes("::default") ?? true;
  const lines = [
    `urn: ${lastingUrn(urn)}`,
    ...(parent === undefined ? [] : [`parent: ${parent}`]),
    ...(isDefaultProvider ? [] : [`provider: ${provider}`]),
    ...(dependsOn.length === 0
      ? []
      : ["dependsOn:", ...dependsOn.map((on) => `  ${lastingUrn(on)}`)]),
    ...(set.length === 0 ? [] : [`options: ${set.join(" ")}`]),
  ];
  // A name may hold anything, and a line break would end the comment.
  return lines.map((line) => `# ${line.replace(/[\r\n\u0085\u2028\u2029]/g, " ")}\n`).join("");
}

/** What identifies an object comes first, all else by its name: the order of properties means nothing. */
const first = ["apiVersion", "kind", "metadata", "name"];

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isRecord(value)) return value;
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const entries = Object.entries(value).sort(
    ([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
  return new Map(entries.map(([key, inner]) => [key, ordered(inner)]));
}
