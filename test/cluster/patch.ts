import { copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { go, moduleFolder } from "./go.ts";

/**
 * Copies modules, lays the files of the folder `patches` over them, and has a `go.mod` in which they replace what they
 * are copies of.
 *
 * @returns the argument by which Go uses it.
 */
export async function patch(
  modules: readonly string[],
  source: string,
  copies: string,
): Promise<string> {
  mkdirSync(copies);
  const modfile = join(copies, "go.mod");
  for (const file of ["go.mod", "go.sum"]) copyFileSync(join(source, file), join(copies, file));
  for (const module of modules) {
    const copy = join(copies, module);
    cpSync(await moduleFolder(module, source), copy, { recursive: true });
    cpSync(join(source, "patches", module), copy, { recursive: true });
    await go(["mod", "edit", `-replace=${module}=${copy}`, modfile], source);
  }
  return `-modfile=${modfile}`;
}
