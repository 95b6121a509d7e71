import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { controlGroups } from "./control-groups.ts";
import { STATE } from "./layout.ts";

/** Folders of the machine that Kubernetes and its tools write to when nobody tells them otherwise. */
const FOLDERS = [
  ...["/etc", "/etc/cni", "/opt", "/opt/cni", "/run", "/tmp", "/usr/libexec"],
  ...["/var/lib", "/var/log", join(homedir(), ".kube")],
];
/** Clients of other clusters have a file `kubeconfig…` there for a while. */
const NAMES =
  /^(?:cni|kube(?!config)|containerd|etcd|netns|xtables|pods|containers|cache|calico|nri|flannel|hostpath|taskflow-image)/;

/** Settings of the kernel that the kubelet and kube-proxy would have otherwise. */
const SETTINGS = [
  ...["vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops"],
  ...["kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes"],
  ...["net/ipv4/ip_forward", "net/ipv4/conf/all/route_localnet"],
  ...["net/bridge/bridge-nf-call-iptables", "net/netfilter/nf_conntrack_max"],
];

/** What there is of the cluster outside of its sandbox, and what of the machine it might change. */
export function surroundings() {
  return {
    own: { controlGroups: controlGroups(), processes: processes(), state: existsSync(STATE) },
    machine: {
      interfaces: output("ip", "-brief", "address"),
      routes: output("ip", "route", "show", "table", "all"),
      namespaces: output("ip", "netns", "list"),
      rules: output("iptables-save").filter((line) => !line.startsWith("#")),
      mounts: lines(readFileSync("/proc/mounts", "utf8")),
      settings: SETTINGS.map((name) => `${name} ${read(`/proc/sys/${name}`).trim()}`),
      files: FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
        readdirSync(folder)
          .filter((name) => NAMES.test(name))
          .map((name) => join(folder, name)),
      ),
    },
  };
}

/** Each that was started for the cluster: its arguments or its environment name the state folder. */
function processes(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => (read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`)).includes(STATE))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " "));
}

function output(file: string, ...args: readonly string[]): string[] {
  return lines(execFileSync(file, args, { encoding: "utf8" }));
}

function lines(text: string): string[] {
  return text.trim().split("\n").sort();
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
