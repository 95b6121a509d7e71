import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.ts";

/** Where a root sees what the machine lends it. */
const LENT = "/mnt";
const AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";
const PROXIES = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** Day on which accounts that packages make got their passwords: any, as long as it is always the same. */
const SOURCE_DATE_EPOCH = String(Date.UTC(2026, 0, 1) / 1000);

/** What else is in the root while a command runs. It goes with the namespace: nothing can be left mounted. */
const ENTER = `
  root=$1 lent=$2 user=$3 workdir=$4 command=$5
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$lent" "$root${LENT}"
  for file in /etc/hosts /etc/resolv.conf; do
    mount --bind "$file" "$root$file"
  done
  mkdir -p "$root$workdir"
  exec chroot --userspec="$user" "$root" env --chdir="$workdir" /bin/sh -c "$command"
`;

/** How a command is run in another root. */
export interface Within {
  readonly root: string;
  /** A folder of nobody else, for the time being. */
  readonly work: string;
  readonly user: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a shell's command in a root, with the network as the machine has it. */
export async function runIn({ root, work, user, workdir, env }: Within, command: string) {
  const lent = join(work, "lent");
  const access = await lend(lent);
  await inNamespaces(["bash", "-euc", ENTER, "bash", root, lent, user, workdir, command], {
    ...access,
    ...env,
  });
}

/** Runs a command whose mounts and processes end with it. */
export async function inNamespaces(command: readonly string[], env: NodeJS.ProcessEnv) {
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child"];
  await execute(["unshare", ...namespaces, ...command], { ...env, SOURCE_DATE_EPOCH });
}

/** The settings by which apt and npm of this machine reach their registries, for those of another root. */
async function lend(folder: string): Promise<NodeJS.ProcessEnv> {
  mkdirSync(folder, { recursive: true });
  const settings = await execute(["apt-config", "dump"]);
  const acquire = settings
    .split("\n")
    .filter((line) => /^Acquire::(?!IndexTargets)/.test(line))
    .join("\n");
  writeFileSync(join(folder, "apt.conf"), `${acquire}\n`);
  copyFileSync(AUTHORITIES, join(folder, "authorities.crt"));
  const registry = await execute(["npm", "config", "get", "registry"]);
  return {
    ...Object.fromEntries(PROXIES.map((name) => [name, process.env[name]])),
    APT_CONFIG: join(LENT, "apt.conf"),
    NODE_EXTRA_CA_CERTS: join(LENT, "authorities.crt"),
    npm_config_registry: registry.trim(),
  };
}
