import { join } from "node:path";
import { Background } from "../../background.ts";
import type { Cluster } from "../../cluster.ts";
import { NODE, PATHS, STATE } from "../../layout.ts";
import type { FillerInput } from "../../programs/filler.ts";
import { until } from "../../until.ts";
import { type UpdateFault, kubectl } from "./fault.ts";

const NAME = "database";
const FOLDER = join(PATHS.volumes, NAME);
const FILLER = join(import.meta.dirname, "../../programs/filler.ts");

/** A file system in a file, mounted where the cluster alone sees it. The database has some 1300 files. */
const MAKE = `
  truncate --size=512M "$1"
  mkfs.ext4 -q -m 0 -N 8192 "$1"
  mkdir "$2"
  mount -o loop "$1" "$2"
  rmdir "$2/lost+found"
`;

export const volume = fullVolume();

function fullVolume(): UpdateFault {
  let filler: Background | undefined;
  return {
    fault: "the database's volume has no room for another file",
    says: [
      "step2.1: The backup failed.",
      "was not archived before the 60000ms timeout",
      "See what is in its way: space on the volume, another run at work, the connection.",
    ],
    mend: "make room on the volume",
    change: (deployed) => deployed.settings("v1.0.0"),
    before: async ({ cluster, stack }) => {
      // So that the log has files again which it can go on in: the server ends where it can make none.
      await stack.sql("CHECKPOINT");
      const input: FillerInput = { folder: join(FOLDER, "filler") };
      const started = new Background(cluster, FILLER, input);
      filler = started;
      await until("a full volume", () => started.lines.includes("full") || undefined);
    },
    recover: async (deployed) => {
      await filler?.end();
      const ready = ["--for=condition=Ready", "--timeout=600s"];
      await kubectl(deployed, "wait", "pod/postgres-0", ...ready);
    },
    release: "v1.0.0",
  };
}

/** Has the database's volume be a small disk of its own. */
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
