import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

/** Those that Pod Security allows since Kubernetes 1.37. */
const SAFE = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_notsent_lowat",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_slow_start_after_idle",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

const sysctl = (name: string) =>
  deployment({ pod: { securityContext: { sysctls: [{ name, value: "1" }] } } });

export const podSafeSysctls: Rule = {
  name: "pod-safe-sysctls",
  title: "No pod sets a kernel parameter that touches other pods.",
  why: "Parameters outside the safe set are shared with the node, or let a pod use up what others need.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Sysctls" },
    kubeLinter: ["unsafe-sysctls"],
    trivy: ["KSV-0026"],
  },
  fix: "Remove the parameter, or have it set on the nodes.",
  examples: {
    compliant: [sysctl("net.ipv4.tcp_keepalive_time")],
    violating: [sysctl("kernel.msgmax")],
  },
  looksAt: "pod",
  *check(pod) {
    const sysctls = at(pod.spec, "securityContext", "sysctls");
    const path = podPath(pod, "spec", "securityContext", "sysctls");
    yield* eachIn(sysctls, path, function* (sysctl, path) {
      const name = at(sysctl, "name");
      if (!SAFE.includes(name as string)) {
        yield { path: `${path}.name`, is: name, must: `be one of ${SAFE.join(", ")}` };
      }
    });
  },
};
