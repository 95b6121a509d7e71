import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

const SOCKETS = [
  "docker.sock",
  "dockershim.sock",
  "cri-dockerd.sock",
  "containerd/containerd.sock",
  "k3s/containerd/containerd.sock",
  "crio/crio.sock",
  "podman/podman.sock",
].flatMap((socket) => [`/run/${socket}`, `/var/run/${socket}`]);

const mounted = (path: string) =>
  deployment({ pod: { volumes: [{ name: "node", hostPath: { path } }] } });

export const podNoRuntimeSocket: Rule = {
  name: "pod-no-runtime-socket",
  title: "No pod reaches the socket of a container runtime, not even one that may read its node.",
  why: "Whoever can talk to the runtime starts privileged containers: it is root on the node.",
  severity: "critical",
  checklist: [],
  standards: {
    nsa: true,
    kubeLinter: ["docker-sock"],
    checkov: ["CKV_K8S_27"],
    trivy: ["KSV-0006"],
    kubescape: ["C-0074"],
  },
  fix: "Remove the mount. Logs are read from /var/log/pods, and metrics from the kubelet.",
  examples: {
    compliant: [mounted("/var/log/pods")],
    violating: [mounted("/var/run/docker.sock"), mounted("/run")],
  },
  looksAt: "pod",
  *check(pod) {
    const volumes = at(pod.spec, "volumes");
    yield* eachIn(volumes, podPath(pod, "spec", "volumes"), function* (volume, path) {
      const is = at(volume, "hostPath", "path");
      if (typeof is !== "string") return;
      const directory = `/${is
        .split("/")
        .filter((part) => part !== "" && part !== ".")
        .join("/")}`;
      const reaches = SOCKETS.some(
        (socket) => socket === directory || directory === "/" || socket.startsWith(`${directory}/`),
      );
      if (reaches || directory.endsWith(".sock")) {
        yield { path: `${path}.hostPath.path`, is, must: "not hold the socket of a runtime" };
      }
    });
  },
};
