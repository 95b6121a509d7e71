import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Unusable } from "./failure.ts";

/** Lists the files of a folder that this command made. */
const MARKER = ".preview-files";
const NOTICE = "# Made by `npm run preview`: the files below are replaced by its next run.";

/**
 * Makes the files the content of a folder, and removes those of an earlier run that are no more.
 *
 * @throws Unusable when the folder has files that are not of an earlier run: nothing of anybody else is touched.
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  const own = ownFiles(folder);
  const foreign = [...files.keys()].filter(
    (path) => !own.includes(path) && existsSync(join(folder, path)),
  );
  if (foreign.length > 0) {
    throw new Unusable(
      `${folder} has files of these names that this command has not written: ${foreign.join(", ")}`,
    );
  }
  mkdirSync(folder, { recursive: true });
  // The list comes first, so that a run which is cut short leaves no file that the next would refuse.
  const union = new Set([...own, ...files.keys()]);
  writeMarker(folder, union);
  for (const path of own) {
    if (!files.has(path)) removeFile(folder, path);
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeMarker(folder, new Set(files.keys()));
}

function ownFiles(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw new Unusable(`--out ${folder}: this is a file, not a folder`);
    throw error;
  }
  if (entries.length === 0) return [];
  if (!entries.includes(MARKER)) {
    throw new Unusable(
      `--out ${folder}: the folder has files that this command has not written. Name a new or empty one.`,
    );
  }
  return readFileSync(join(folder, MARKER), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && staysInside(line));
}

function staysInside(path: string): boolean {
  return !path.startsWith("/") && !path.split(/[/\\]/).includes("..");
}

function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  try {
    rmdirSync(dirname(join(folder, path)));
  } catch {
    // Other files are left in it.
  }
}

function writeMarker(folder: string, paths: ReadonlySet<string>): void {
  writeFileSync(join(folder, MARKER), [NOTICE, ...[...paths].sort(), ""].join("\n"));
}
