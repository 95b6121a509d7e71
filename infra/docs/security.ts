import type { Rule } from "../../policies/rule.ts";

/** Rules that enforce a control of a standard, with the numbers that auditors look for. */
export function controls(rules: readonly Rule[]): string {
  const rows = rules.flatMap(({ name, title, standards: { podSecurity, nsa, cis } }) =>
    podSecurity || nsa || cis
      ? [
          [
            `[${name}](policies.md#${name})`,
            title.replaceAll("|", "\\|"),
            podSecurity ? `${podSecurity.control} (${podSecurity.level})` : "",
            nsa ? "yes" : "",
            cis?.join(", ") ?? "",
          ],
        ]
      : [],
  );
  const header = ["Rule", "What always holds", "Pod Security Standards", "NSA/CISA", "CIS 1.12"];
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
