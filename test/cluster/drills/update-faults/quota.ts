import { type UpdateFault, kubectl, switched } from "./fault.ts";

const OTHERS = { name: "others", namespace: "taskflow" };

export const quota: UpdateFault = {
  fault: "a quota of the namespace is used up",
  says: ["exceeded quota: others, requested: count/configmaps=1"],
  mend: "raise the quota, or remove it",
  change: () => switched("quota"),
  before: async (deployed) => {
    const spec = { hard: { "count/configmaps": "1" } };
    await deployed.cluster.apply([
      { apiVersion: "v1", kind: "ResourceQuota", metadata: OTHERS, spec },
    ]);
    const counted = ["--for=jsonpath={.status.hard}", "--timeout=60s"];
    await kubectl(deployed, "wait", "resourcequota/others", ...counted);
  },
  recover: (deployed) => kubectl(deployed, "delete", "resourcequota/others"),
  release: "v1.0.0",
};
