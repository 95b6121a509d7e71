import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** An image of one program that needs nothing else. */
export interface ProgramImage {
  /** With its registry and tag, as pods refer to it. */
  readonly reference: string;
  readonly program: string;
  /** Other files, by their path in the image. */
  readonly files?: Readonly<Record<string, string>>;
}

const USER = "65532:65532";

/** Writes an image in the layout of the Open Container Initiative, as one file that containerd imports. */
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
    const layer = join(work, "layer.tar");
    tar(layer, root);
    const layout = join(work, "layout");
    const blobs = join(layout, "blobs/sha256");
    mkdirSync(blobs, { recursive: true });
    const layerBlob = blob(blobs, readFileSync(layer));
    const config = jsonBlob(blobs, {
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      os: "linux",
      config: { User: USER, Entrypoint: [executable], Env: ["PATH=/"], WorkingDir: "/" },
      rootfs: { type: "layers", diff_ids: [layerBlob.digest] },
    });
    const manifest = jsonBlob(blobs, {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
      layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", ...layerBlob }],
    });
    writeFileSync(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    writeFileSync(
      join(layout, "index.json"),
      JSON.stringify({
        schemaVersion: 2,
        manifests: [
          {
            mediaType: "application/vnd.oci.image.manifest.v1+json",
            ...manifest,
            annotations: { "io.containerd.image.name": reference },
          },
        ],
      }),
    );
    tar(path, layout);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The same files give the same archive, whoever makes it and when. */
function tar(archive: string, folder: string): void {
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  execFileSync("tar", ["--create", ...same, "--file", archive, "--directory", folder, "."]);
}

function blob(folder: string, content: Buffer): { digest: string; size: number } {
  const hash = createHash("sha256").update(content).digest("hex");
  writeFileSync(join(folder, hash), content);
  return { digest: `sha256:${hash}`, size: statSync(join(folder, hash)).size };
}

function jsonBlob(folder: string, value: unknown): { digest: string; size: number } {
  return blob(folder, Buffer.from(JSON.stringify(value)));
}
