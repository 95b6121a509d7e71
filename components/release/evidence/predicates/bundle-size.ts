import * as z from "zod/mini";
import { type Context, type Judgement, judgement, need } from "../need.ts";
import { count, words } from "../shape.ts";
import { counted } from "../words.ts";
import { own } from "./own.ts";

export const BUNDLE_SIZE = own("bundle-size");

/** Scripts and styles of the frontend, each compressed by gzip. */
export const bundleSize = z.object({
  files: z.array(z.object({ name: words, gzipBytes: count })),
});

export type BundleSize = z.infer<typeof bundleSize>;

export const bundleNeed = need({
  name: "size of the frontend's bundle",
  predicateType: BUNDLE_SIZE,
  schema: bundleSize,
  images: ["frontend"],
  option: "--bundle FOLDER",
  items: { "perf.8": smallEnough },
});

function smallEnough({ files }: BundleSize, { limits }: Context): Judgement {
  const bytes = files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  const size = `${String(Math.round((bytes / 1024) * 10) / 10)} KiB`;
  return judgement(`${size} in ${counted(files.length, "file")}, below ${limits.bundleKiB} KiB`, [
    bytes === 0 && {
      problem: "The bundle is empty, so it is not the bundle.",
      fix: "Name the folder that the frontend is built into.",
    },
    bytes >= limits.bundleKiB * 1024 && {
      problem: `The bundle has ${size}, which is not below ${limits.bundleKiB} KiB.`,
      fix: "Take out or load later what the first page does not need.",
    },
  ]);
}
