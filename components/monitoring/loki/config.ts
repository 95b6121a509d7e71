/** Folder of Loki's claim in the container. */
export const DATA_PATH = "/var/lib/loki";

/** Where the storage schema begins. Loki asks for a date; a later schema is a further entry and never a change. */
const SCHEMA_SINCE = "2026-01-01";

/** loki.yaml of a single binary on one disk. */
export function lokiConfig({ retention }: { readonly retention: string }): object {
  return {
    // One tenant; the network policy decides who may write and read.
    auth_enabled: false,
    server: { http_listen_port: 3100, grpc_listen_port: 9095, log_level: "warn" },
    common: {
      instance_addr: "127.0.0.1",
      path_prefix: DATA_PATH,
      replication_factor: 1,
      ring: { kvstore: { store: "inmemory" } },
      storage: {
        filesystem: {
          chunks_directory: `${DATA_PATH}/chunks`,
          rules_directory: `${DATA_PATH}/rules`,
        },
      },
    },
    schema_config: {
      configs: [
        {
          from: SCHEMA_SINCE,
          store: "tsdb",
          object_store: "filesystem",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    compactor: {
      working_directory: `${DATA_PATH}/compactor`,
      retention_enabled: true,
      delete_request_store: "filesystem",
    },
    limits_config: {
      retention_period: retention,
      allow_structured_metadata: true,
      volume_enabled: true,
      reject_old_samples: true,
      reject_old_samples_max_age: "168h",
      max_query_lookback: retention,
    },
    analytics: { reporting_enabled: false },
  };
}
