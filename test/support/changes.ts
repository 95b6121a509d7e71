import type { PreviewDocument, PreviewedResource } from "../../infra/preview/document.ts";
import { type Filter, fields, list, objectOf } from "./objects.ts";

/**
 * A copy of the document in which one field of one object is another. The path is a JSON pointer; in a list,
 * `name=x` is the item of that name and `-` a further one. Without a value the field is taken away.
 */
export function withField(
  document: PreviewDocument,
  filter: Filter,
  path: `/${string}`,
  value?: unknown,
): PreviewDocument {
  const keys = path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/"));
  return replacing(document, objectOf(document, filter).urn, (resource) => ({
    ...resource,
    inputs: fields(changed(resource.inputs, keys, value)),
  }));
}

/** A copy of the document without one object. */
export function without(document: PreviewDocument, filter: Filter): PreviewDocument {
  const { urn } = objectOf(document, filter);
  return { ...document, resources: document.resources.filter((resource) => resource.urn !== urn) };
}

/** A copy of the document in which one resource is another. */
export function replacing(
  document: PreviewDocument,
  urn: string,
  replace: (resource: PreviewedResource) => PreviewedResource,
): PreviewDocument {
  return {
    ...document,
    resources: document.resources.map((resource) =>
      resource.urn === urn ? replace(resource) : resource,
    ),
  };
}

function changed(inside: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (!Array.isArray(inside)) {
    const { [key]: inner, ...others } = fields(inside);
    if (rest.length === 0 && value === undefined) return others;
    return { ...others, [key]: changed(inner, rest, value) };
  }
  const items: readonly unknown[] = inside;
  const index = key === "-" ? items.length : indexOf(items, key);
  const item = changed(items[index], rest, value);
  return [
    ...items.slice(0, index),
    ...(item === undefined ? [] : [item]),
    ...items.slice(index + 1),
  ];
}

function indexOf(items: readonly unknown[], key: string): number {
  const [field = "", name] = key.split("=");
  const index =
    name === undefined ? Number(key) : list(items).findIndex((item) => item[field] === name);
  if (!(index in items)) throw new Error(`There is no item ${key}.`);
  return index;
}
