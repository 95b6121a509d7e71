import * as z from "zod/mini";
import type { Release } from "../../../components/release/evidence/predicates/release.ts";
import { words } from "../../../components/release/evidence/shape.ts";
import { expect, readJson } from "../files.ts";

const manifest = z.object({ name: words, version: words });

/** Name and version of a package, from its package.json. */
export function packageRelease(file: string): Release {
  const { name, version } = expect(file, "package.json", manifest, readJson(file));
  return { purl: `pkg:npm/${name.replace(/^@/, "%40")}@${version}` };
}
