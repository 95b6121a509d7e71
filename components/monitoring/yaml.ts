import { stringify } from "yaml";

/** YAML without line folding and anchors: what people compare in a diff, and every parser reads alike. */
export function yaml(document: unknown): string {
  // Go reads words of YAML 1.1, such as `on`, as booleans: of those that are text it must be told so.
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}
