import type { UpdateFault } from "./fault.ts";

const DNS = ["deployment/coredns", "--namespace=kube-system"];

export const names: UpdateFault = {
  fault: "nobody answers for DNS names",
  says: [
    "backup: the release is refused, and what was running goes on.",
    "step2.1: The backup failed.",
    "See what is in its way: space on the volume, another run at work, the connection.",
  ],
  mend: "bring the cluster's DNS back",
  change: (deployed) => deployed.settings("v1.0.0"),
  before: ({ cluster }) => cluster.kubectl(["scale", ...DNS, "--replicas=0"]),
  recover: async ({ cluster }) => {
    await cluster.kubectl(["scale", ...DNS, "--replicas=1"]);
    await cluster.kubectl(["rollout", "status", ...DNS, "--timeout=120s"]);
  },
  release: "v1.0.0",
};
