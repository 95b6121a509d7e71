import { at, list, record } from "./graph.ts";

/** Labels of an object, read once: rules compare them with thousands of selectors. */
export type Labels = ReadonlyMap<string, string>;

/** What is no label (a number, a list) is left out, as no object with it gets into a cluster. */
export function labelsOf(value: unknown): Labels {
  const labels = record(value) ?? {};
  return new Map(
    Object.keys(labels).flatMap((key) => {
      const label = labels[key];
      return typeof label === "string" ? [[key, label] as const] : [];
    }),
  );
}

/** A label selector, read once. */
export interface Selector {
  /** Whether it selects whatever is there. */
  readonly everything: boolean;
  /** One `key=value` that all have that it selects, by which they can be looked up. */
  readonly needs?: readonly [key: string, value: string];
  readonly selects: (labels: Labels) => boolean;
}

/** Selects nothing, whatever there may be. */
export const NOTHING: Selector = { everything: false, selects: () => false };

/** A LabelSelector as the API server understands it: an empty one selects everything, none at all nothing. */
export function labelSelector(value: unknown): Selector {
  const selector = record(value);
  if (!selector) return NOTHING;
  const pairs = [...labelsOf(selector["matchLabels"])];
  const requirements = list(selector["matchExpressions"]).map(requirement);
  // What a matcher cannot be read of selects nothing: nobody may count on it.
  if (pairs.length < Object.keys(record(selector["matchLabels"]) ?? {}).length) return NOTHING;
  return {
    everything: pairs.length === 0 && requirements.length === 0,
    ...(pairs[0] && { needs: pairs[0] }),
    selects: (labels) =>
      pairs.every(([key, label]) => labels.get(key) === label) &&
      requirements.every((holds) => holds(labels)),
  };
}

/** The selector of a Service, a plain map: an empty one selects nothing. */
export function mapSelector(value: unknown): Selector {
  const labels = record(value);
  return labels && Object.keys(labels).length > 0
    ? labelSelector({ matchLabels: labels })
    : NOTHING;
}

function requirement(value: unknown): (labels: Labels) => boolean {
  const key = at(value, "key");
  const values = list(at(value, "values"));
  if (typeof key !== "string") return () => false;
  switch (at(value, "operator")) {
    case "In":
      return (labels) => labels.has(key) && values.includes(labels.get(key));
    // What lacks the key is not in the list either.
    case "NotIn":
      return (labels) => !labels.has(key) || !values.includes(labels.get(key));
    case "Exists":
      return (labels) => labels.has(key);
    case "DoesNotExist":
      return (labels) => !labels.has(key);
    default:
      return () => false;
  }
}
