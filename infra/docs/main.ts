import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { documents } from "./documents.ts";

const root = join(import.meta.dirname, "../..");

for (const { path, render } of await documents(root)) {
  const file = join(root, path);
  const current = await readFile(file, "utf8").catch(() => "");
  await writeFile(file, render(current));
}
