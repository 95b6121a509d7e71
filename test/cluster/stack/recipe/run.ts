import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "../../cache.ts";
import type { Image, Layer } from "../../oci.ts";
import { withProgress } from "../../progress.ts";
import { runIn } from "../chroot.ts";
import { cachedLayer, packDifference, unpackLayers } from "../layers.ts";
import { difference, survey } from "./tree.ts";

/** As much of a command as tells a person which it is. */
const TITLE_LENGTH = 60;

/** What a command of the shell changes in an image. */
export async function runLayer(
  { layers, settings }: Image,
  args: Readonly<Record<string, string>>,
  command: string,
): Promise<Layer> {
  const { user = "0:0", workdir = "/" } = settings;
  const env = { ...args, ...settings.env };
  const below = layers.map(({ digest }) => digest);
  const key = keyOf(JSON.stringify([below, user, workdir, env, command]));
  return cachedLayer("run", key, async (archive, work) => {
    await withProgress(`RUN ${command.slice(0, TITLE_LENGTH)}`, async () => {
      const root = join(work, "root");
      mkdirSync(root);
      unpackLayers(layers, root);
      const before = survey(root);
      await runIn({ root, work, user, workdir, env }, command);
      packDifference(archive, root, difference(before, survey(root)));
    });
  });
}
