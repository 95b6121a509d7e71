import { projectFile } from "../config/project-file.ts";
import { componentDiagram } from "../preview/diagram.ts";
import { previewEmbedded } from "../preview/engine/index.ts";
import { previewExcerpt } from "./excerpt.ts";
import { rules } from "../../policies/rules/index.ts";
import { configurationReference } from "./configuration.ts";
import { policiesReference } from "./policies.ts";
import { controls } from "./security.ts";

/** A document that is made, wholly or in part, from the program. */
export interface GeneratedDocument {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** What the file should contain, given what it contains now. */
  readonly render: (current: string) => string;
}

/** All of them. `npm run docs` writes them, and a test fails when one is not as it would be written. */
export async function documents(root: string): Promise<readonly GeneratedDocument[]> {
  const production = await previewEmbedded({ stack: "production", root });
  return [
    { path: "docs/configuration.md", render: configurationReference },
    { path: "docs/policies.md", render: () => policiesReference(rules) },
    {
      path: "docs/security.md",
      render: (current) => between(current, "controls", controls(rules)),
    },
    { path: "Pulumi.yaml", render: projectFile },
    {
      path: "README.md",
      render: (current) =>
        between(
          between(current, "preview", fenced("text", previewExcerpt(production))),
          "diagram",
          fenced("mermaid", componentDiagram(production)),
        ),
    },
  ];
}

/** Replaces what stands between the markers `<!-- name:begin -->` and `<!-- name:end -->`. */
export function between(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The markers ${begin} and ${end} are missing.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function fenced(language: string, content: string): string {
  return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;
}
