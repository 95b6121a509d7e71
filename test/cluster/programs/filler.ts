import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ended, given } from "./input.ts";

/*
 * Leaves a file system no file, also of those that others remove, until its input ends; then it removes its own. Prints a
 * line once there is none left. Bytes would not do: of the last ones a file system always keeps some for small files.
 */

/** What is asked. */
export interface FillerInput {
  /** Folder that is made there. */
  readonly folder: string;
}

/** Shorter than anybody who removes a file takes to need another. */
const PAUSE_MS = 10;

const { folder } = (await given) as FillerInput;
mkdirSync(folder);
let made = 0;
const over = new AbortController();
void ended.then(() => {
  over.abort();
});
fill();
process.stdout.write("full\n");
while (!over.signal.aborted) {
  await setTimeout(PAUSE_MS);
  fill();
}
rmSync(folder, { recursive: true });

function fill(): void {
  try {
    for (; ; made++) closeSync(openSync(join(folder, String(made)), "wx"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
