import { join } from "node:path";
import { type Image, digestOf } from "../../oci.ts";
import { load } from "../../stack/load.ts";
import { buildTarget } from "../../stack/recipe/build.ts";
import type { UpdateFault } from "./fault.ts";

export const clock: UpdateFault = {
  fault: "the clock of a pod is more than a year ahead",
  simulation: "handed",
  says: [
    "rehearse: the release is refused, and what was running goes on.",
    ...["db.1: In the rehearsal: The migrations failed:", "certificate has expired"],
    "The live database was not touched.",
  ],
  mend: "set the node's clock",
  change: async (deployed) => {
    const { name, image } = deployed.image("v1.1.0", "migrations");
    const fast = await ahead(image);
    const digest = digestOf(fast);
    await load(deployed.cluster, [{ name: name.replace(/@.*/, `@${digest}`), image: fast }]);
    const path = ["taskflow:release", "migrations", "digest"];
    return [...deployed.settings("v1.1.0"), { path, value: digest }];
  },
  recover: (deployed) => {
    deployed.deployment.configure(deployed.settings("v1.1.0"));
    return Promise.resolve();
  },
  release: "v1.1.0",
};

/** An image as it would run on a node with such a clock. */
async function ahead(image: Image): Promise<Image> {
  const folder = join(import.meta.dirname, "clock");
  return buildTarget({ folder, base: () => Promise.resolve(image) }, "ahead");
}
