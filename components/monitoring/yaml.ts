import { stringify } from "yaml";

/** YAML without line folding and anchors: what people compare in a diff, and every parser reads alike. */
export function yaml(document: unknown): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
