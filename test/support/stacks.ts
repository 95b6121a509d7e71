import { join } from "node:path";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewEmbedded } from "../../infra/preview/engine/index.ts";

/** The stacks whose configuration is committed. */
export const stacks = ["production", "staging", "local"] as const;

export type StackName = (typeof stacks)[number];

/** Directory of Pulumi.yaml. */
export const root = join(import.meta.dirname, "../..");

const previews = new Map<StackName, Promise<PreviewDocument>>();

/** The preview of a stack as committed, made once for all tests of a run. Change copies of it only. */
export function previewOf(stack: StackName): Promise<PreviewDocument> {
  const known = previews.get(stack);
  if (known) return known;
  const preview = previewEmbedded({ stack, root });
  previews.set(stack, preview);
  return preview;
}
