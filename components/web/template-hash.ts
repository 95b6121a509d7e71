import { createHash } from "node:crypto";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/**
 * Annotation of a pod template with the hash of all else that is declared in it. The cluster adds defaults to what it
 * is given, so by the template itself nobody could say whether it is the declared one.
 */
export const TEMPLATE_HASH = "taskflow.com/template-hash";

/** The hash: 64 bits of the SHA-256 as hexadecimal digits, whatever the order of the fields. */
export function templateHash(template: types.input.core.v1.PodTemplateSpec): pulumi.Output<string> {
  return pulumi.output(template).apply(hashOf);
}

/** The same of what is known. */
export function hashOf(template: unknown): string {
  const text = JSON.stringify(template, (_key, value: unknown) => sorted(value));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
