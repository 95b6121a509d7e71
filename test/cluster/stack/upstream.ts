import { linkSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { catalogue } from "../../../components/kubernetes/images.ts";
import { packFolder } from "../archive.ts";
import { buildPrograms, moduleVersion } from "../build.ts";
import type { Image } from "../oci.ts";
import { cachedLayer } from "./layers.ts";

/** Images of the catalogue that the local stack can refer to, each of one program that a folder of `go/` pins. */
const PROGRAMS = [
  "alertmanager",
  "blackbox-exporter",
  "k6",
  "pgbouncer-exporter",
  "postgres-exporter",
  "prometheus",
] as const satisfies readonly (keyof typeof catalogue)[];

export type UpstreamName = (typeof PROGRAMS)[number];

/** An upstream image as far as it can be had here. */
export interface UpstreamImage {
  readonly name: UpstreamName;
  /** Of its module, which may not be the catalogue's. */
  readonly tag: string;
  readonly image: Image;
}

export async function upstreamImages(): Promise<UpstreamImage[]> {
  const folders = await buildPrograms(PROGRAMS);
  return Promise.all(
    PROGRAMS.map(async (name) => ({
      name,
      tag: tagOf(name, moduleVersion(name)),
      image: await programImage(name, folders[name]),
    })),
  );
}

/** With the program where the upstream image has it, and its user. */
async function programImage(name: string, folder: string): Promise<Image> {
  const [program = ""] = readdirSync(folder);
  const layer = await cachedLayer(name, basename(folder), (archive, work) => {
    mkdirSync(join(work, "bin"));
    linkSync(join(folder, program), join(work, "bin", program));
    packFolder(archive, work);
  });
  const entrypoint = [`/bin/${program}`];
  return { layers: [layer], settings: { env: { PATH: "/bin" }, user: "65534:65534", entrypoint } };
}

/** Prometheus 3.14.0 is version 0.314.0 of its module. */
export function tagOf(name: UpstreamName, version: string): string {
  if (name !== "prometheus") return version;
  const [, major = "", minor = "", patch = ""] = /^v0\.(\d)(\d\d)\.(\d+)$/.exec(version) ?? [];
  return `v${major}.${Number(minor)}.${patch}`;
}
