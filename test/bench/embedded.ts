import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type Command, outputOf } from "./measure.ts";

/** The embedded preview of the production stack, as `npm run preview` starts it. */
export function embeddedPreview(root: string): Command {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: { preview: string };
  };
  const [, ...args] = scripts.preview.split(" ");
  return {
    label: "embedded preview",
    file: process.execPath,
    args: [...args, "--engine", "embedded", "--json"],
    cwd: root,
    env: process.env,
  };
}

export async function previewDocument(command: Command): Promise<PreviewDocument> {
  return JSON.parse(await outputOf(command)) as PreviewDocument;
}
