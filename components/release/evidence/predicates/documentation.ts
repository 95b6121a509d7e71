import * as z from "zod/mini";
import { IMAGE_NAMES } from "../images.ts";
import { type Judgement, judgement, need } from "../need.ts";
import { words } from "../shape.ts";
import { quoted, some } from "../words.ts";
import { own } from "./own.ts";

export const DOCUMENTATION = own("documentation");

/** What of the documentation changed with a release. */
export const documentation = z.object({
  /** Paths in the repository. */
  changed: z.array(words),
  /** Why nothing had to change. */
  noneNeeded: z.optional(words),
});

export type Documentation = z.infer<typeof documentation>;

export const documentationNeed = need({
  name: "list of what changed in the documentation",
  predicateType: DOCUMENTATION,
  schema: documentation,
  images: IMAGE_NAMES,
  option: "--documentation FILE (or --no-documentation REASON)",
  items: { "code.7": saysWhat },
});

function saysWhat({ changed, noneNeeded }: Documentation): Judgement {
  const none = noneNeeded === undefined ? "" : `none needed: ${quoted(noneNeeded)}`;
  return judgement(changed.length > 0 ? `changed: ${some(changed)}` : none, [
    changed.length === 0 &&
      noneNeeded === undefined && {
        problem: "No documentation changed, and nobody says why none had to.",
        fix: "Document the change, or give a reason with `--no-documentation`.",
      },
    changed.length > 0 &&
      noneNeeded !== undefined && {
        problem: "Documentation changed, and none was needed: one of them is wrong.",
        fix: "Attest one of them.",
      },
  ]);
}
