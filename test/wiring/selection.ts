import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type Fields, fields, list, strings } from "../support/objects.ts";
import { type PodTemplate, podTemplatesOf } from "../support/pods.ts";

/** Pods as a selector sees them. */
export interface PodsOf {
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether a label selector, or a plain map of labels, selects these labels. An empty one selects everything. */
export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions, ...plain } = fields(selector);
  const wanted = Object.entries({ ...plain, ...fields(matchLabels) });
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    list(matchExpressions).every((expression) => satisfies(expression, labels))
  );
}

function satisfies(
  { key, operator, values }: Fields,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[String(key)];
  switch (operator) {
    case "In":
      return value !== undefined && strings(values).includes(value);
    case "NotIn":
      return value === undefined || !strings(values).includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      throw new Error(`A selector has the unknown operator ${String(operator)}.`);
  }
}

/** Our pods that a selector in a namespace selects. */
export function selectedPods(
  document: PreviewDocument,
  namespace: string | undefined,
  selector: unknown,
): PodTemplate[] {
  return podTemplatesOf(document).filter(
    (pod) => pod.namespace === namespace && selects(selector, pod.labels),
  );
}
