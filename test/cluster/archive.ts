import { execFileSync } from "node:child_process";

/** Order and times, so that the same files give the same archive, whoever makes it and when. */
const SAME = ["--create", "--sort=name", "--mtime=@0", "--numeric-owner"];

/** Packs all of a folder as files of root. */
export function packFolder(archive: string, folder: string): void {
  const owner = ["--owner=0", "--group=0"];
  execFileSync("tar", [...SAME, ...owner, "--file", archive, "--directory", folder, "."]);
}

/** Packs only these paths of a folder, with the owners that they have. */
export function packPaths(archive: string, folder: string, paths: readonly string[]): void {
  const listed = ["--no-recursion", "--null", "--verbatim-files-from", "--files-from=-"];
  execFileSync("tar", [...SAME, "--file", archive, "--directory", folder, ...listed], {
    input: paths.map((path) => `${path}\0`).join(""),
  });
}

/** The same without a file, for what is small. */
export function packedPaths(folder: string, paths: readonly string[]): Buffer {
  return execFileSync("tar", [...SAME, "--directory", folder, ...paths], {
    maxBuffer: Number.MAX_SAFE_INTEGER,
  });
}

/** Unpacks an archive over what is in a folder. */
export function unpack(archive: string, folder: string): void {
  const same = ["--preserve-permissions", "--same-owner", "--numeric-owner"];
  execFileSync("tar", ["--extract", ...same, "--file", archive, "--directory", folder]);
}
