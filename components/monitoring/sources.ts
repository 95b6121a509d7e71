/** Who exposes metrics. Rules and panels name the sources they need, and are left out where one is missing. */
export const SOURCES = [
  "prometheus",
  "alertmanager",
  "grafana",
  "loki",
  "collector",
  "blackbox",
  "kubelet",
  "volumes",
  "node-exporter",
  "kube-state-metrics",
  "cert-manager",
  "backend",
  "postgres",
  "pgbouncer",
  "backups",
  "offsite-backups",
] as const;

export type Source = (typeof SOURCES)[number];

/** The `job` label of each source whose pods Prometheus discovers: the pods' `app` label. */
export const JOBS: Readonly<Partial<Record<Source, string>>> = {
  prometheus: "prometheus",
  alertmanager: "alertmanager",
  grafana: "grafana",
  loki: "loki",
  collector: "otel-collector",
  blackbox: "blackbox-exporter",
  kubelet: "kubelet",
  "node-exporter": "node-exporter",
  "kube-state-metrics": "kube-state-metrics",
  backend: "backend",
  postgres: "postgres-exporter",
  pgbouncer: "pgbouncer",
};

/** Those of the candidates whose sources are all there. */
export function available<T extends { readonly needs: readonly Source[] }>(
  candidates: readonly T[],
  sources: readonly Source[],
): T[] {
  return candidates.filter(({ needs }) => needs.every((source) => sources.includes(source)));
}
