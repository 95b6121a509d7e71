import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../cluster.ts";
import { type NamedImage, packLayout, writeLayout } from "../oci.ts";

/** Packs what the further arguments say, and imports it as it comes. */
const IMPORT = `"$@" | ctr --namespace=k8s.io images import -`;

/** Lets the cluster's pods use images, all of them from one stream, so that layers which they share are sent once. */
export async function load(cluster: Cluster, images: readonly NamedImage[]): Promise<void> {
  const { sandbox, environment: env } = cluster;
  const list = ["ctr", "--namespace=k8s.io", "images", "list", "--quiet"];
  const present = new Set((await sandbox.run(list, { env })).split("\n"));
  const absent = images.filter(({ name }) => !present.has(name));
  if (absent.length === 0) return;
  const layout = mkdtempSync(join(tmpdir(), "taskflow-image-"));
  try {
    writeLayout(absent, layout);
    const script = ["bash", "-euo", "pipefail", "-c", IMPORT, "bash"];
    await sandbox.run([...script, ...packLayout(layout)], { env });
  } finally {
    rmSync(layout, { recursive: true });
  }
}
