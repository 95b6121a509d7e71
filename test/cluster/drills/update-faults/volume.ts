import { join } from "node:path";
import type { Cluster } from "../../cluster.ts";
import { NODE, PATHS, STATE } from "../../layout.ts";
import { type UpdateFault, kubectl } from "./fault.ts";

const NAME = "database";
const FOLDER = join(PATHS.volumes, NAME);
const FILLER = join(FOLDER, "filler");

/** A file system in a file, mounted where the cluster alone sees it. */
const MAKE = `
  truncate --size=512M "$1"
  mkfs.ext4 -q -m 0 "$1"
  mkdir "$2"
  mount -o loop "$1" "$2"
  rmdir "$2/lost+found"
`;

export const volume: UpdateFault = {
  fault: "the database's volume has not a byte left",
  says: ["backup: the release is refused"],
  mend: "make room on the volume",
  change: (deployed) => deployed.settings("v1.0.0"),
  before: ({ cluster }) => fill(cluster),
  recover: async (deployed) => {
    await deployed.cluster.sandbox.run(["rm", FILLER]);
    const ready = ["--for=condition=Ready", "--timeout=600s"];
    await kubectl(deployed, "wait", "pod/postgres-0", ...ready);
  },
  release: "v1.0.0",
};

/** Reserves a small disk of its own for the database's volume. */
export async function reserve(cluster: Cluster): Promise<void> {
  const disk = join(STATE, `${NAME}.disk`);
  await cluster.sandbox.run(["bash", "-euc", MAKE, "bash", disk, FOLDER]);
  const onNode = { key: "kubernetes.io/hostname", operator: "In", values: [NODE] };
  await cluster.apply([
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: NAME },
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: "local",
        local: { path: FOLDER },
        claimRef: { name: "data-postgres-0", namespace: "taskflow" },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
      },
    },
  ]);
}

/** Leaves no byte of it. */
async function fill(cluster: Cluster): Promise<void> {
  const { stderr } = await cluster.sandbox.try(["dd", "if=/dev/zero", `of=${FILLER}`, "bs=64K"]);
  if (!stderr.includes("No space left on device")) throw new Error(stderr);
}
