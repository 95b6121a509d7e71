import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { SourcePosition } from "../../policies/graph.ts";

/** Finds lines in the files of the repository; each is read once. */
export class Sources {
  readonly root: string;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.root = root;
  }

  /** The first line of a file that holds a text; the first of all when none does. */
  lineOf(file: string, text: string): SourcePosition {
    const index = this.lines(file).findIndex((line) => line.includes(text));
    return { file, line: Math.max(0, index) + 1 };
  }

  /** The first line of the files in a folder that holds a text. */
  find(folder: string, text: string): SourcePosition | undefined {
    for (const name of this.files(folder)) {
      const file = `${folder}/${name}`;
      const index = this.lines(file).findIndex((line) => line.includes(text));
      if (index >= 0) return { file, line: index + 1 };
    }
    return undefined;
  }

  files(folder: string): readonly string[] {
    return readdirSync(join(this.root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }

  lines(file: string): readonly string[] {
    const known = this.#lines.get(file);
    if (known) return known;
    const read = readFileSync(join(this.root, file), "utf8").split("\n");
    this.#lines.set(file, read);
    return read;
  }
}
