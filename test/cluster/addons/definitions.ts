import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "./manifest.ts";

/** The definitions of custom resources in the files of a folder, without the labels, which are templates of a chart. */
export function definitionsIn(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")))
    .map((document) => {
      document.deleteIn(["metadata", "labels"]);
      return document.toJS() as Manifest;
    });
}
