import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What tells whether something in a folder has changed, by its path in it. */
export type Survey = ReadonlyMap<string, string>;

/** The paths in which one survey differs from an earlier one, sorted. */
export interface Difference {
  /** Made or changed. */
  readonly changed: readonly string[];
  /** No longer there. What was below them is not named. */
  readonly removed: readonly string[];
}

export function survey(root: string): Survey {
  const found = new Map<string, string>();
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder))) {
      const path = join(folder, name);
      const stat = lstatSync(join(root, path), { bigint: true });
      // The last two change with content, owner and mode, whatever sets the other times back.
      found.set(path, [stat.mode, stat.size, stat.ino, stat.ctimeNs].join(" "));
      if (stat.isDirectory()) visit(path);
    }
  };
  visit("");
  return found;
}

export function difference(before: Survey, after: Survey): Difference {
  const gone = (path: string) => before.has(path) && !after.has(path);
  return {
    changed: [...after.keys()].filter((path) => before.get(path) !== after.get(path)).sort(),
    removed: [...before.keys()].filter((path) => gone(path) && !gone(join(path, ".."))).sort(),
  };
}
