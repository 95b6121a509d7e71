import { join } from "node:path";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type Command, outputOf } from "./measure.ts";

/** The embedded preview of the production stack, as a command line. */
export function embeddedPreview(root: string): Command {
  return {
    label: "embedded preview",
    file: process.execPath,
    args: [join(root, "infra/preview/main.ts"), "--engine", "embedded", "--json"],
    cwd: root,
    env: process.env,
  };
}

export async function previewDocument(command: Command): Promise<PreviewDocument> {
  return JSON.parse(await outputOf(command)) as PreviewDocument;
}
