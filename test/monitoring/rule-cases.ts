/** What Prometheus would have read: values of each series, one a minute, in promtool's notation. */
type Series = Readonly<Record<string, string>>;

/** At `at`, alerts with these labels fire. */
interface Case {
  readonly title: string;
  readonly alert: string;
  /** How often there is a sample, and the rules are evaluated. Default: each minute, as in the stack. */
  readonly every?: string;
  readonly at: string;
  readonly series: Series;
  readonly fires: readonly Readonly<Record<string, string>>[];
}

const DAY_MINUTES = 24 * 60;

const BACKEND = 'job="backend",namespace="taskflow"';

/** Requests a minute that failed and that did not. */
function requests(failed: number, good: number, minutes = 60): Series {
  return {
    [`http_requests_total{${BACKEND},method="GET",route="/api/tasks",status="200"}`]: `0+${good}x${minutes}`,
    [`http_requests_total{${BACKEND},method="GET",route="/api/tasks",status="500"}`]: `0+${failed}x${minutes}`,
    // Probes succeed whatever happens to users.
    [`http_requests_total{${BACKEND},method="GET",route="/health",status="200"}`]: `0+100000x${minutes}`,
  };
}

/** Requests a minute that took up to half a second, and longer. */
function durations(fast: number, slow: number, version = "v1", minutes = 60): Series {
  const labels = `${BACKEND},version="${version}",method="GET",route="/api/tasks"`;
  const bucket = (le: string, rate: number) => ({
    [`http_request_duration_seconds_bucket{${labels},le="${le}"}`]: `0+${rate}x${minutes}`,
  });
  return {
    ...bucket("0.1", fast),
    ...bucket("0.5", fast),
    ...bucket("1", fast + slow),
    ...bucket("+Inf", fast + slow),
    [`http_request_duration_seconds_count{${labels}}`]: `0+${fast + slow}x${minutes}`,
  };
}

const warning = (concern: string, more: Readonly<Record<string, string>> = {}) => ({
  severity: "warning",
  concern,
  ...more,
});
const critical = (concern: string, more: Readonly<Record<string, string>> = {}) => ({
  severity: "critical",
  concern,
  ...more,
});

const BACKUP = 'taskflow_backup_last_success_timestamp_seconds{repository="1"}';
const DRILL = 'taskflow_restore_drill_last_success_timestamp_seconds{repository="1"}';
const CERTIFICATE = 'probe_ssl_earliest_cert_expiry{instance="https://taskflow.example.com/"}';
const CONTAINER = 'namespace="taskflow",pod="backend-1",container="backend"';

const CASES: readonly Case[] = [
  {
    title: "always",
    alert: "Watchdog",
    at: "1m",
    series: {},
    fires: [{ severity: "none", concern: "monitoring" }],
  },
  {
    title: "2 % fail",
    alert: "ErrorRateHigh",
    at: "30m",
    series: requests(2, 98),
    fires: [warning("release", { window: "release", job: "backend" })],
  },
  { title: "1 % fails", alert: "ErrorRateHigh", at: "30m", series: requests(1, 99), fires: [] },
  {
    title: "nothing fails",
    alert: "ErrorRateHigh",
    at: "30m",
    series: requests(0, 100),
    fires: [],
  },
  {
    title: "6 % fail",
    alert: "ErrorRateDemandsRollback",
    at: "30m",
    series: requests(6, 94),
    fires: [critical("service", { job: "backend" })],
  },
  {
    title: "5 % fail",
    alert: "ErrorRateDemandsRollback",
    at: "30m",
    series: requests(5, 95),
    fires: [],
  },
  {
    title: "6 % are slow",
    alert: "LatencyHigh",
    at: "30m",
    series: durations(94, 6),
    fires: [warning("service", { job: "backend" })],
  },
  { title: "5 % are slow", alert: "LatencyHigh", at: "30m", series: durations(95, 5), fires: [] },
  {
    title: "2 % fail for an hour, 20 times the budget",
    alert: "AvailabilityBudgetBurnsFast",
    at: "60m",
    series: requests(2, 98),
    fires: [critical("service", { slo: "availability" })],
  },
  {
    title: "0.5 % fail, 5 times the budget",
    alert: "AvailabilityBudgetBurnsFast",
    at: "60m",
    series: requests(1, 199),
    fires: [],
  },
  {
    title: "0.5 % fail for a while",
    alert: "AvailabilityBudgetBurnsSlow",
    at: "150m",
    series: requests(1, 199, 150),
    fires: [warning("service", { slo: "availability" })],
  },
  {
    title: "0.1 % fails, just the budget",
    alert: "AvailabilityBudgetBurnsSlow",
    at: "150m",
    series: requests(1, 999, 150),
    fires: [],
  },
  {
    title: "4 of 5 are slow, 16 times the budget",
    alert: "LatencyBudgetBurnsFast",
    at: "60m",
    series: durations(20, 80),
    fires: [critical("service", { slo: "latency" })],
  },
  {
    title: "1 of 4 is slow, 5 times the budget",
    alert: "LatencyBudgetBurnsFast",
    at: "60m",
    series: durations(75, 25),
    fires: [],
  },
  {
    title: "the version ran a day ago",
    alert: "OutsideReleaseWatch",
    at: "1450m",
    series: { [`up{${BACKEND},pod="a",version="v1"}`]: `1x${DAY_MINUTES + 60}` },
    fires: [{ severity: "none", concern: "release", job: "backend", version: "v1" }],
  },
  {
    title: "another version ran a day ago",
    alert: "OutsideReleaseWatch",
    at: "1450m",
    series: {
      [`up{${BACKEND},pod="a",version="v1"}`]: `1x600`,
      [`up{${BACKEND},pod="b",version="v2"}`]: `_x600 1x900`,
    },
    fires: [],
  },
  {
    title: "the new version is slow",
    alert: "ReleaseSlowerThanPrevious",
    at: "300m",
    series: { ...durations(100, 0, "v1", 100), ...later(durations(90, 10, "v2", 200), 110) },
    fires: [warning("release", { window: "release", job: "backend" })],
  },
  {
    title: "the new version is as fast",
    alert: "ReleaseSlowerThanPrevious",
    at: "300m",
    series: { ...durations(100, 0, "v1", 100), ...later(durations(100, 0, "v2", 200), 110) },
    fires: [],
  },
  {
    title: "memory grows by half in six hours",
    alert: "MemoryLeak",
    at: "900m",
    series: memory("100+0.15x1000"),
    fires: [warning("release", { version: "v1" })],
  },
  {
    title: "memory grows by a tenth in six hours",
    alert: "MemoryLeak",
    at: "900m",
    series: memory("100+0.02x1000"),
    fires: [],
  },
  {
    title: "nine tenths of the CPU",
    alert: "CpuHigh",
    at: "40m",
    series: cpu(57),
    fires: [warning("workload", { namespace: "taskflow", pod: "backend-1", container: "backend" })],
  },
  { title: "half of the CPU", alert: "CpuHigh", at: "40m", series: cpu(30), fires: [] },
  {
    title: "a Job gave up",
    alert: "JobFailed",
    at: "5m",
    series: {
      'kube_job_failed{namespace="taskflow",job_name="backup-1",condition="true"}': "1x10",
    },
    fires: [
      warning("workload", { namespace: "taskflow", job_name: "backup-1", condition: "true" }),
    ],
  },
  {
    title: "a Job of somebody else gave up",
    alert: "JobFailed",
    at: "5m",
    series: { 'kube_job_failed{namespace="other",job_name="x",condition="true"}': "1x10" },
    fires: [],
  },
  {
    title: "at its maximum",
    alert: "AutoscalerAtMaximum",
    at: "20m",
    series: autoscaler(10),
    fires: [warning("workload", { namespace: "taskflow", horizontalpodautoscaler: "backend" })],
  },
  {
    title: "one below it",
    alert: "AutoscalerAtMaximum",
    at: "20m",
    series: autoscaler(9),
    fires: [],
  },
  {
    title: "the site fails",
    alert: "SiteDown",
    at: "5m",
    series: { 'probe_success{instance="https://taskflow.example.com/"}': "0x10" },
    fires: [critical("service", { instance: "https://taskflow.example.com/" })],
  },
  {
    title: "the site failed once",
    alert: "SiteDown",
    at: "5m",
    series: { 'probe_success{instance="https://taskflow.example.com/"}': "1 1 1 1 0 1 1" },
    fires: [],
  },
  {
    title: "20 days left",
    alert: "CertificateExpiresSoon",
    at: "65m",
    series: { [CERTIFICATE]: `${20 * 86400}x100` },
    fires: [warning("security", { instance: "https://taskflow.example.com/" })],
  },
  {
    title: "22 days left",
    alert: "CertificateExpiresSoon",
    at: "65m",
    series: { [CERTIFICATE]: `${22 * 86400}x100` },
    fires: [],
  },
  {
    title: "down",
    alert: "PostgresDown",
    at: "5m",
    series: { pg_up: "0x10" },
    fires: [critical("database")],
  },
  { title: "up", alert: "PostgresDown", at: "5m", series: { pg_up: "1x10" }, fires: [] },
  {
    title: "81 of 100",
    alert: "PostgresConnectionsNearMaximum",
    at: "10m",
    series: {
      'pg_stat_activity_count{state="idle"}': "81x20",
      pg_settings_max_connections: "100x20",
    },
    fires: [warning("database")],
  },
  {
    title: "80 of 100",
    alert: "PostgresConnectionsNearMaximum",
    at: "10m",
    series: {
      'pg_stat_activity_count{state="idle"}': "80x20",
      pg_settings_max_connections: "100x20",
    },
    fires: [],
  },
  {
    title: "60 ms a statement",
    alert: "StatementSlow",
    at: "40m",
    series: statement(6),
    fires: [warning("database", { queryid: "1", query: "select" })],
  },
  {
    title: "40 ms a statement",
    alert: "StatementSlow",
    at: "40m",
    series: statement(4),
    fires: [],
  },
  {
    title: "two scans a minute of a large table",
    alert: "LargeTableScanned",
    at: "180m",
    series: scans(2, 200_000),
    fires: [warning("database", { schemaname: "public", table: "tasks" })],
  },
  {
    title: "two scans a minute of a small table",
    alert: "LargeTableScanned",
    at: "180m",
    series: scans(2, 20_000),
    fires: [],
  },
  {
    title: "half a scan a minute of a large table",
    alert: "LargeTableScanned",
    at: "180m",
    series: scans(0.5, 200_000),
    fires: [],
  },
  {
    title: "the last attempt failed",
    alert: "ArchivingFails",
    at: "15m",
    series: { taskflow_archiver_failing: "1x20" },
    fires: [critical("backup")],
  },
  {
    title: "the attempt before failed",
    alert: "ArchivingFails",
    at: "15m",
    series: { taskflow_archiver_failing: "1x5 0x20" },
    fires: [],
  },
  {
    title: "27 hours ago",
    alert: "BackupLate",
    at: "5m",
    series: { [BACKUP]: `${ago(27)}x10` },
    fires: [critical("backup")],
  },
  {
    title: "25 hours ago",
    alert: "BackupLate",
    at: "5m",
    series: { [BACKUP]: `${ago(25)}x10` },
    fires: [],
  },
  {
    title: "no record",
    alert: "BackupMissing",
    at: "65m",
    series: {},
    fires: [critical("backup", { repository: "1" })],
  },
  { title: "a record", alert: "BackupMissing", at: "65m", series: { [BACKUP]: "0x70" }, fires: [] },
  {
    title: "a drill nine days ago",
    alert: "RestoreDrillLate",
    at: "65m",
    series: { [DRILL]: `${ago(9 * 24)}x70` },
    fires: [warning("backup")],
  },
  {
    title: "a drill seven days ago",
    alert: "RestoreDrillLate",
    at: "65m",
    series: { [DRILL]: `${ago(7 * 24)}x70` },
    fires: [],
  },
  {
    title: "no drill in nine days since the first archiving",
    alert: "RestoreDrillLate",
    every: "30m",
    at: "216h",
    series: { taskflow_archiver_failing: "0x500" },
    fires: [warning("backup")],
  },
  {
    title: "no drill in seven days since the first archiving",
    alert: "RestoreDrillLate",
    every: "30m",
    at: "168h",
    series: { taskflow_archiver_failing: "0x500" },
    fires: [],
  },
  {
    title: "nothing answers",
    alert: "NodeNotReady",
    at: "10m",
    series: { 'kube_node_status_condition{node="n1",condition="Ready",status="true"}': "0x20" },
    fires: [critical("node", { node: "n1", condition: "Ready", status: "true" })],
  },
  {
    title: "4 % left",
    alert: "VolumeNearlyFull",
    at: "10m",
    series: volume(4),
    fires: [
      critical("storage", { namespace: "taskflow", persistentvolumeclaim: "data-postgres-0" }),
    ],
  },
  { title: "6 % left", alert: "VolumeNearlyFull", at: "10m", series: volume(6), fires: [] },
];

function memory(values: string): Series {
  return {
    [`container_memory_working_set_bytes{${CONTAINER}}`]: values,
    [`up{${BACKEND},pod="backend-1",version="v1"}`]: "1x1000",
  };
}

/** Seconds of CPU a minute, of a limit of one core. */
function cpu(seconds: number): Series {
  return {
    [`container_cpu_usage_seconds_total{${CONTAINER}}`]: `0+${seconds}x60`,
    [`container_spec_cpu_quota{${CONTAINER}}`]: "100000x60",
    [`container_spec_cpu_period{${CONTAINER}}`]: "100000x60",
  };
}

function autoscaler(current: number): Series {
  const labels = 'namespace="taskflow",horizontalpodautoscaler="backend"';
  const hpa = "kube_horizontalpodautoscaler";
  return {
    [`${hpa}_status_current_replicas{${labels}}`]: `${current}x30`,
    [`${hpa}_spec_max_replicas{${labels}}`]: "10x30",
    [`${hpa}_spec_min_replicas{${labels}}`]: "2x30",
  };
}

/** A hundred runs a minute that take so many seconds together. */
function statement(seconds: number): Series {
  const labels = 'queryid="1",query="select"';
  return {
    [`taskflow_statement_seconds_total{${labels}}`]: `0+${seconds}x60`,
    [`taskflow_statement_calls_total{${labels}}`]: "0+100x60",
  };
}

function scans(perMinute: number, rows: number): Series {
  const labels = 'schemaname="public",table="tasks"';
  return {
    [`taskflow_table_sequential_scans_total{${labels}}`]: `0+${perMinute}x200`,
    [`taskflow_table_live_rows{${labels}}`]: `${rows}x200`,
  };
}

function volume(percentLeft: number): Series {
  const labels = 'namespace="taskflow",persistentvolumeclaim="data-postgres-0"';
  return {
    [`kubelet_volume_stats_available_bytes{${labels}}`]: `${percentLeft}x30`,
    [`kubelet_volume_stats_capacity_bytes{${labels}}`]: "100x30",
  };
}

/** A timestamp so many hours before promtool's clock starts, which it does at 0. */
function ago(hours: number): number {
  return -hours * 3600;
}

/** The same series, so many minutes later. */
function later(series: Series, minutes: number): Series {
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [name, `_x${minutes} ${values}`]),
  );
}

/**
 * The cases of one group of rules as files that promtool reads. Only the labels are compared: what the alerts say may
 * change.
 */
export function ruleTests(ruleFile: string, alerts: readonly string[]): object[] {
  const cases = CASES.filter(({ alert }) => alerts.includes(alert));
  const files = Map.groupBy(cases, ({ every = "1m" }) => every);
  return [...files].map(([every, found]) => ({
    rule_files: [ruleFile],
    evaluation_interval: every,
    tests: found.map((each) => testOf(each, every)),
  }));
}

function testOf({ title, alert, at, series, fires }: Case, interval: string): object {
  return {
    name: `${alert}: ${title}`,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `ALERTS{alertname="${alert}",alertstate="firing"}`,
        eval_time: at,
        exp_samples: fires.map((labels) => ({
          labels: `ALERTS${selector({ alertname: alert, alertstate: "firing", ...labels })}`,
          value: 1,
        })),
      },
    ],
  };
}

/** Alerts that have a case. */
export const TESTED: ReadonlySet<string> = new Set(CASES.map(({ alert }) => alert));

function selector(labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `{${matchers.join(",")}}`;
}
