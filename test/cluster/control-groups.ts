import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CGROUP } from "./layout.ts";
import { until } from "./until.ts";

const ROOT = "/sys/fs/cgroup";

/** Makes the groups below which the kubelet makes those of pods. */
export function makeControlGroups(): void {
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, CGROUP);
    mkdirSync(folder, { recursive: true });
    // With version 1, a new group may use no processor until it is told which.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      const own = join(folder, file);
      const inherited = join(hierarchy, file);
      if (existsSync(own) && existsSync(inherited)) writeFileSync(own, readFileSync(inherited));
    }
  }
}

export async function removeControlGroups(): Promise<void> {
  for (const folder of controlGroups()) {
    await until(`the end of ${folder}`, () => removed(folder) || undefined);
  }
}

/** Those that exist. */
export function controlGroups(): string[] {
  return hierarchies()
    .map((hierarchy) => join(hierarchy, CGROUP))
    .filter((folder) => existsSync(folder));
}

/** One folder for each controller with version 1, one for all with version 2. */
function hierarchies(): string[] {
  if (existsSync(join(ROOT, "cgroup.controllers"))) return [ROOT];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(ROOT, name));
}

function removed(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !removed(join(folder, entry.name))) return false;
    }
    rmdirSync(folder);
    return true;
  } catch {
    // A process in it is still ending.
    return !existsSync(folder);
  }
}
