import { Cluster } from "../../cluster.ts";
import { until } from "../../until.ts";
import { type UpdateFault, kubectl, switched, untilRollout } from "./fault.ts";

export const etcd: UpdateFault = {
  fault: "etcd is killed in the midst of an update, and started again",
  change: () => switched("etcd"),
  meanwhile: async (deployed) => {
    await untilRollout(deployed);
    await deployed.cluster.sandbox.kill("etcd");
    await Cluster.up();
  },
  release: "v1.0.0",
};

export const apiServer: UpdateFault = {
  fault: "the API server is gone in the midst of an update",
  says: ["backup: could not be decided, so the release stops:", "connect ECONNREFUSED"],
  mend: "bring it back, and let the backup that was begun come to its end",
  change: (deployed) => deployed.settings("v1.1.0"),
  meanwhile: async (deployed) => {
    const jobs = () => kubectl(deployed, "get", "jobs", "--output=name");
    const before = await jobs();
    await until("a backup", async () => (await jobs()) !== before || undefined, { seconds: 120 });
    await deployed.cluster.sandbox.kill("kube-apiserver");
  },
  recover: async (deployed) => {
    await Cluster.up();
    const active = "--output=jsonpath={.items[*].status.active}";
    await until("the end of every Job", async () => {
      return (await kubectl(deployed, "get", "jobs", active)) === "" || undefined;
    });
    const ready = ["--for=condition=Ready", "--timeout=300s"];
    await kubectl(deployed, "wait", "pod/postgres-0", "pod/pgbackrest-0", ...ready);
  },
  release: "v1.1.0",
};
