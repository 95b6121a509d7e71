import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "../../cache.ts";
import type { Image } from "../../oci.ts";
import { withProgress } from "../../progress.ts";
import { inNamespaces } from "../chroot.ts";
import { execute } from "../execute.ts";
import { cachedLayer, packRoot } from "../layers.ts";

/** Folders of Debian's for people, which its slim images are without. */
const FOR_PEOPLE = ["/usr/share/doc", "/usr/share/locale", "/usr/share/man"];

/** What Debian's images have beside its packages. */
const FILES = {
  "etc/apt/apt.conf.d/image": `APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
`,
  // An image that is not whole is not kept, so that nothing is gained by waiting for the disk.
  "etc/dpkg/dpkg.cfg.d/image": `force-unsafe-io
${FOR_PEOPLE.map((folder) => `path-exclude=${folder}/*\n`).join("")}`,
  // Packages shall start nothing.
  "usr/sbin/policy-rc.d": "#!/bin/sh\nexit 101\n",
  // The machine's, which bootstrapping has copied or which are mounted over these.
  "etc/hostname": "",
  "etc/hosts": "",
  "etc/resolv.conf": "",
};

/** What `debian:SUITE-slim` is, bootstrapped from the mirror that this machine's apt uses. */
export async function debian(suite: string): Promise<Image> {
  const sources = await sourcesOf(suite);
  const key = keyOf(suite, sources.join("\n"), readFileSync(import.meta.filename));
  const layer = await withProgress(`bootstrapping Debian ${suite}`, () =>
    cachedLayer("debian", key, async (archive, work) => {
      const root = join(work, "root");
      const mirror = sources.find((line) => line.includes(` ${suite} `))?.split(" ")[1] ?? "";
      const command = ["debootstrap", "--variant=minbase", suite, root, mirror];
      await inNamespaces(command, process.env);
      finish(root, sources);
      packRoot(archive, root);
    }),
  );
  const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return { layers: [layer], settings: { env: { PATH } } };
}

function finish(root: string, sources: readonly string[]): void {
  for (const folder of FOR_PEOPLE) {
    for (const name of readdirSync(join(root, folder))) {
      rmSync(join(root, folder, name), { recursive: true });
    }
  }
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(root, path), text);
  chmodSync(join(root, "usr/sbin/policy-rc.d"), 0o755);
  writeFileSync(join(root, "etc/apt/sources.list"), `${sources.join("\n")}\n`);
}

/** Lines of a list of sources: this suite with its updates, as this machine's apt has them. */
async function sourcesOf(suite: string): Promise<string[]> {
  const format = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)";
  const packages = ["Created-By: Packages", "Origin: Debian"];
  const targets = await execute(["apt-get", "indextargets", "--format", format, ...packages]);
  const sources = targets.split("\n").filter((line) => line.includes(` ${suite}`));
  if (sources.length > 0) return sources;
  throw new Error(
    `apt knows no Debian ${suite} here: run apt-get update, or add it to its sources`,
  );
}
