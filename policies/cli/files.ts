import { type Stats, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Remark } from "./objects.ts";

/** Content of a file. */
export interface Text {
  readonly file: string;
  readonly text: string;
}

/** How standard input is called on the command line and in reports. */
export const STDIN = "-";

/** Reads files, all manifests in folders at any depth, and standard input; tells what cannot be read. */
export function readTexts(targets: readonly string[], unreadable: Remark[]): Text[] {
  const texts: Text[] = [];
  const attempt = <T>(file: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      unreadable.push({ file, line: 1, message: reason(error) });
      return undefined;
    }
  };
  for (const target of targets) {
    if (target === STDIN) {
      const text = attempt("stdin", () => decode(readFileSync(0)));
      if (text !== undefined) texts.push({ file: "stdin", text });
      continue;
    }
    const stats: Stats | undefined = attempt(target, () => statSync(target));
    if (!stats) continue;
    const files = stats.isDirectory()
      ? (attempt(target, () => manifestsIn(target)) ?? [])
      : [target];
    if (files.length === 0) {
      unreadable.push({ file: target, line: 1, message: "holds no .yaml, .yml or .json file" });
    }
    for (const file of files) {
      const text = attempt(file, () => decode(readFileSync(file)));
      if (text !== undefined) texts.push({ file, text });
    }
  }
  return texts;
}

function manifestsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : manifestsIn(path);
      }
      return /\.(?:ya?ml|json)$/i.test(entry.name) ? [path] : [];
    });
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): string {
  return utf8.decode(bytes);
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EACCES":
      return "may not be read";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "is not UTF-8";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
