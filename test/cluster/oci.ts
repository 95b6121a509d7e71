import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Digest = `sha256:${string}`;

/** Changes to a file system, as an archive that is not compressed: nothing of it ever goes over a network. */
export interface Layer {
  readonly archive: string;
  readonly digest: Digest;
  readonly size: number;
}

/** How a container of an image is started, unless its pod says otherwise. */
export interface Settings {
  readonly env: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
  readonly entrypoint?: readonly string[];
  readonly stopSignal?: string;
}

/** An image as the Open Container Initiative has it: layers from the lowest to the highest. */
export interface Image {
  readonly layers: readonly Layer[];
  readonly settings: Settings;
}

/** An image under the name by which containerd looks for it. */
export interface NamedImage {
  readonly name: string;
  readonly image: Image;
}

const MEDIA = "application/vnd.oci.image";

/** The layer that an archive is. */
export function layerOf(archive: string): Layer {
  const [hash = ""] = execFileSync("sha256sum", [archive], { encoding: "utf8" }).split(" ");
  return { archive, digest: `sha256:${hash}`, size: statSync(archive).size };
}

/** Of the manifest: what pods name an image by. */
export function digestOf(image: Image): Digest {
  return blob(manifest(image)).digest;
}

/**
 * Writes images in the image layout of the Open Container Initiative. Layers are links in it: they are large, and
 * {@link packLayout} reads them anyway.
 */
export function writeLayout(images: readonly NamedImage[], folder: string): void {
  const blobs = join(folder, "blobs/sha256");
  mkdirSync(blobs, { recursive: true });
  const pathOf = (digest: string) => join(blobs, digest.replace("sha256:", ""));
  const write = (text: string) => {
    writeFileSync(pathOf(blob(text).digest), text);
  };
  const archives = new Map<string, string>();
  for (const { image } of images) {
    write(config(image));
    write(manifest(image));
    for (const { digest, archive } of image.layers) archives.set(digest, archive);
  }
  for (const [digest, archive] of archives) symlinkSync(archive, pathOf(digest));
  const manifests = images.map(({ name, image }) => ({
    mediaType: `${MEDIA}.manifest.v1+json`,
    ...blob(manifest(image)),
    annotations: { "io.containerd.image.name": name },
  }));
  writeFileSync(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
}

/** Command that packs a layout into one file that containerd imports, by default its standard output. */
export function packLayout(folder: string, file = "-"): string[] {
  return ["tar", "--create", "--dereference", "--file", file, "--directory", folder, "."];
}

function manifest(image: Image): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: `${MEDIA}.manifest.v1+json`,
    config: { mediaType: `${MEDIA}.config.v1+json`, ...blob(config(image)) },
    layers: image.layers.map(({ digest, size }) => ({
      mediaType: `${MEDIA}.layer.v1.tar`,
      digest,
      size,
    })),
  });
}

function config({ layers, settings }: Image): string {
  const { env, user, workdir, entrypoint, stopSignal } = settings;
  return JSON.stringify({
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    config: {
      User: user,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      Entrypoint: entrypoint,
      WorkingDir: workdir,
      StopSignal: stopSignal,
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
}

function blob(text: string): { digest: Digest; size: number } {
  const hash = createHash("sha256").update(text).digest("hex");
  return { digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
}
