import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's packages by a file of each. */
const NEEDED = {
  "etcd-server": "/usr/bin/etcd",
  runc: "/usr/sbin/runc",
  "containernetworking-plugins": "/usr/lib/cni/bridge",
  iptables: "/usr/sbin/iptables",
  ipset: "/usr/sbin/ipset",
  iproute2: "/usr/sbin/ip",
  "util-linux": "/usr/bin/nsenter",
  procps: "/usr/bin/pgrep",
  openssl: "/usr/bin/openssl",
  curl: "/usr/bin/curl",
} as const;

/** Why no cluster can be on this machine at all, in words; nothing when one can. */
export function forbidden(): string | undefined {
  if (process.platform !== "linux") return "a cluster needs Linux";
  return process.getuid?.() === 0 ? undefined : "only root may make namespaces and control groups";
}

/** Why no cluster can be brought up on this machine, in words; nothing when it can. */
export function missing(): string | undefined {
  const reason = forbidden();
  if (reason !== undefined) return reason;
  const absent = Object.entries(NEEDED)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
  if (absent.length > 0) return `not installed: ${absent.join(", ")} (Debian)`;
  const go = (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(`${folder}/go`));
  return go ? unshareable() : "not installed: Go";
}

/** Containers have a root who may make no namespaces. */
function unshareable(): string | undefined {
  const args = ["--net", "--mount", "--pid", "--mount-proc", "--propagation=private", "--fork"];
  const { status, stderr } = spawnSync("unshare", [...args, "true"], { encoding: "utf8" });
  return status === 0 ? undefined : `no namespaces can be made: ${stderr.trim()}`;
}
