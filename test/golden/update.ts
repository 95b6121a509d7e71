/* Writes the golden files again: what the stacks render now. */
import { renderFiles } from "../../infra/preview/files.ts";
import { previewOf, stacks } from "../support/stacks.ts";
import { differences } from "./differences.ts";
import { folderOf, readFiles, replaceFiles } from "./folder.ts";

for (const stack of stacks) {
  const rendered = renderFiles(await previewOf(stack));
  const [summary = ""] = differences(readFiles(folderOf(stack)), rendered).split("\n", 1);
  replaceFiles(folderOf(stack), rendered);
  process.stdout.write(`${stack}: ${rendered.size} files, ${summary || "nothing changed"}\n`);
}
