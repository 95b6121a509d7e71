import type * as pulumi from "@pulumi/pulumi";
import { configMap } from "../kubernetes/config-map.ts";
import { type Workload, labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type Mount, configFiles } from "../kubernetes/volumes.ts";
import { PATHS, PORTS } from "./names.ts";
import { clusterLink, databaseHostConf } from "./pgbackrest-conf.ts";
import { type Storage, claimSpec } from "./storage.ts";

/** A volume for a restored database, which goes with its pod. */
export function throwawayVolume(
  { platform }: Placement,
  workload: Workload,
  storage: Storage,
): Mount {
  return {
    volume: {
      name: "throwaway",
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { labels: labels(platform, workload) },
          spec: claimSpec(storage),
        },
      },
    },
    path: PATHS.volume,
    readOnly: false,
  };
}

/** What pgBackRest is told to restore from these repositories. */
export function restoreConfig(
  name: string,
  placement: Placement,
  workload: Workload,
  repositories: readonly number[],
  opts: pulumi.CustomResourceOptions,
): Mount {
  const config = configMap(
    name,
    placement,
    workload,
    {
      "pgbackrest.conf": databaseHostConf({
        link: clusterLink("database"),
        repositories,
        data: PATHS.data,
        sockets: PATHS.sockets,
        databasePort: PORTS.postgres,
        locks: `${PATHS.temporary}/pgbackrest`,
      }),
    },
    opts,
  );
  return configFiles("pgbackrest", config.metadata.name, PATHS.pgbackrest);
}
