import { type Namespaces, namespaceList } from "../namespaces.ts";

/** Folder of the kubelet's log files, on the node and in the container alike. */
export const LOGS_PATH = "/var/log/pods";

/** Folder of the read positions in the container. */
export const POSITIONS_PATH = "/var/lib/otelcol";

export interface CollectorPlan {
  readonly namespaceNames: Namespaces;
  /** Where log records go, by OTLP over HTTP; `/v1/logs` is appended. */
  readonly endpoint: string;
}

/** The collector's configuration: log files of our namespaces in, OTLP out. */
export function collectorConfig({ namespaceNames, endpoint }: CollectorPlan): object {
  return {
    extensions: {
      health_check: { endpoint: "0.0.0.0:13133" },
      file_storage: { directory: POSITIONS_PATH },
    },
    receivers: {
      file_log: {
        // The files' path is <namespace>_<pod>_<uid>/<container>/<restarts>.log: all we want to know of a line's
        // origin is in it, so that the agent needs no access to the API server.
        include: namespaceList(namespaceNames).map((name) => `${LOGS_PATH}/${name}_*/*/*.log`),
        // What a collector says of lines it cannot deliver would be a line to deliver.
        exclude: [`${LOGS_PATH}/*/otel-collector/*.log`],
        // A collector that starts late still delivers what was said before; Loki drops lines that it knows.
        start_at: "beginning",
        include_file_path: true,
        include_file_name: false,
        storage: "file_storage",
        retry_on_failure: { enabled: true },
        operators: [
          { type: "container", id: "container" },
          {
            type: "copy",
            from: `resource["k8s.container.name"]`,
            to: `resource["service.name"]`,
          },
          { type: "remove", field: `attributes["log.file.path"]` },
        ],
      },
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 25 },
      // Loki knows a line again by its time, its text and its attributes: when it was read must not be one.
      transform: { log_statements: ["set(log.observed_time_unix_nano, 0)"] },
      batch: { send_batch_size: 1000, timeout: "2s" },
    },
    exporters: {
      otlp_http: {
        endpoint,
        retry_on_failure: { enabled: true, max_elapsed_time: "15m" },
        sending_queue: { enabled: true, queue_size: 1000 },
      },
    },
    service: {
      extensions: ["health_check", "file_storage"],
      telemetry: {
        logs: { level: "warn", encoding: "json" },
        metrics: {
          readers: [
            {
              pull: {
                exporter: {
                  prometheus: {
                    host: "0.0.0.0",
                    port: 8888,
                    without_scope_info: true,
                    without_type_suffix: false,
                    without_units: false,
                  },
                },
              },
            },
          ],
        },
      },
      pipelines: {
        logs: {
          receivers: ["file_log"],
          processors: ["memory_limiter", "transform", "batch"],
          exporters: ["otlp_http"],
        },
      },
    },
  };
}
