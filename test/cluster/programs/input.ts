import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin });

/** Resolves when the input ends, which is when the program shall. */
export const ended = new Promise<void>((resolve) => lines.once("close", resolve));

/** The first line of the input. */
export const given = new Promise<unknown>((resolve) => {
  lines.once("line", (line) => {
    resolve(JSON.parse(line));
  });
});
