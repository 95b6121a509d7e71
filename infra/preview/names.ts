import { type PreviewedResource, SECRET, STACK_TYPE, UNKNOWN } from "./document.ts";

/** What a person calls a type: `kubernetes:apps/v1:Deployment` is a `Deployment`. */
export function shortType(type: string): string {
  if (type === STACK_TYPE) return "Stack";
  const last = type.slice(type.lastIndexOf(":") + 1);
  return type.startsWith("pulumi:providers:") ? `${last} provider` : last;
}

/** Name of an object in the cluster, where the program gives it one. */
export function physicalName(
  resource: PreviewedResource,
): { readonly namespace?: string; readonly name: string } | undefined {
  const metadata = resource.inputs["metadata"];
  if (!isRecord(metadata)) return undefined;
  const name = known(metadata["name"]);
  const namespace = known(metadata["namespace"]);
  return name === undefined ? undefined : { ...(namespace !== undefined && { namespace }), name };
}

/** A generated name in its parts: it ends in the hash of the content, or in what the provider drew. */
export function generatedName(
  name: string,
): { readonly stem: string; readonly hash: string } | undefined {
  const [, stem, hash] = /^(.+)-([0-9a-f]{8})$/.exec(name) ?? [];
  return stem !== undefined && hash !== undefined ? { stem, hash } : undefined;
}

/** What stays of a name whatever the content of what it names. */
export function lastingName(name: string): string {
  return generatedName(name)?.stem ?? name;
}

/** What stays of a URN whatever the content of the resource. */
export function lastingUrn(urn: string): string {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return urn.slice(0, urn.length - name.length) + lastingName(name);
}

/** How a resource is called in one line: type, logical name and, where it differs, the name in the cluster. */
export function title(resource: PreviewedResource): string {
  const alias = clusterName(resource);
  const name = lastingName(resource.name);
  return `${shortType(resource.type)} ${name}${alias === undefined ? "" : ` (${alias})`}`;
}

/** `namespace/name` as the cluster knows the object, unless that says no more than the logical name. */
export function clusterName(resource: PreviewedResource): string | undefined {
  const physical = physicalName(resource);
  if (!physical) return undefined;
  const generated = generatedName(physical.name);
  const name =
    generated?.stem === lastingName(resource.name) ? `…-${generated.hash}` : physical.name;
  if (physical.namespace !== undefined) return `${physical.namespace}/${name}`;
  return name === resource.name ? undefined : name;
}

/** The short title of a URN whose resource may not be in the document. */
export function titleOfUrn(urn: string): string {
  const [, , qualifiedType = "", name = urn] = urn.split("::");
  return `${shortType(qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1))} ${lastingName(name)}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function known(value: unknown): string | undefined {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET ? value : undefined;
}
