import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type Command, outputOf } from "./measure.ts";

/** The embedded preview of the production stack, as `npm run preview` starts it. */
export function embeddedPreview(root: string): Command {
  return {
    label: "embedded preview",
    file: process.execPath,
    args: [...scriptArgs(root, "preview"), "--engine", "embedded", "--json"],
    cwd: root,
    env: process.env,
  };
}

/** What `npm run` gives Node for one of our commands. */
export function scriptArgs(root: string, name: "preview" | "policies"): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<typeof name, string>;
  };
  const [, ...args] = scripts[name].split(" ");
  return args;
}

export async function previewDocument(command: Command): Promise<PreviewDocument> {
  return JSON.parse(await outputOf(command)) as PreviewDocument;
}
