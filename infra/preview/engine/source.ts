import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "../../../policies/graph.ts";

/** One frame of the stack trace that the SDK sends with a registration. */
export interface Frame {
  /** Absent for what Node itself calls. */
  readonly uri?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
}

/** Folders of the program, and the helpers that declare the same for many callers. */
const PROGRAM = /^(?:stacks|components)\//;
const HELPERS = "components/kubernetes/";

/**
 * Where the program declares a resource, the innermost frame first: in a stack or a component rather than in the
 * helper that it calls, and in the repository rather than in a package.
 */
export function sourceOf(frames: readonly Frame[], root: string): SourcePosition | undefined {
  const positions = frames.flatMap(({ uri, line = 0 }) => {
    const file = uri === undefined ? undefined : fileIn(root, uri);
    return file === undefined ? [] : [{ file, line }];
  });
  const inProgram = positions.filter(({ file }) => PROGRAM.test(file));
  return inProgram.find(({ file }) => !file.startsWith(HELPERS)) ?? inProgram[0] ?? positions[0];
}

/** The path relative to the root; nothing for what is not the repository's own. */
function fileIn(root: string, uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  // The SDK takes the URL of an ES module for a relative path, so that it stands behind that of the directory.
  const [, path = ""] = /(?:^|\/)file:(?:\/\/)?(\/[^]*)$/.exec(fileURLToPath(uri)) ?? [
    "",
    fileURLToPath(uri),
  ];
  const file = relative(root, path).replaceAll(sep, "/");
  return file.startsWith("../") || /(?:^|\/)node_modules\//.test(file) ? undefined : file;
}
