import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { packFolder } from "./archive.ts";
import { layerOf, packLayout, writeLayout } from "./oci.ts";

/** An image of one program that needs nothing else. */
export interface ProgramImage {
  /** With its registry and tag, as pods refer to it. */
  readonly reference: string;
  readonly program: string;
  /** Other files, by their path in the image. */
  readonly files?: Readonly<Record<string, string>>;
}

const USER = "65532:65532";

/** Writes an image as one file that containerd imports. */
export function writeImage({ reference, program, files = {} }: ProgramImage, path: string): void {
  const work = mkdtempSync(join(tmpdir(), "taskflow-image-"));
  try {
    const root = join(work, "root");
    mkdirSync(join(root, "tmp"), { recursive: true });
    const executable = `/${basename(program)}`;
    copyFileSync(program, join(root, executable));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const archive = join(work, "layer.tar");
    packFolder(archive, root);
    const settings = { user: USER, entrypoint: [executable], env: { PATH: "/" }, workdir: "/" };
    const layout = join(work, "layout");
    writeLayout([{ name: reference, image: { layers: [layerOf(archive)], settings } }], layout);
    const [tar = "", ...args] = packLayout(layout, path);
    execFileSync(tar, args);
  } finally {
    rmSync(work, { recursive: true });
  }
}
