import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BundleSize } from "../../../components/release/evidence/predicates/bundle-size.ts";
import { Unusable } from "../../preview/failure.ts";

/** What a browser may load of a frontend, compressed as servers do it. */
export function bundleSize(folder: string): BundleSize {
  const names = globSync("**/*.{js,mjs,css}", { cwd: folder }).sort();
  if (names.length === 0) throw new Unusable(`${folder}: has no scripts or styles`);
  return {
    files: names.map((name) => ({
      name,
      gzipBytes: gzipSync(readFileSync(join(folder, name))).length,
    })),
  };
}
