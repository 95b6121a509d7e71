import assert from "node:assert/strict";
import { parse } from "yaml";
import { exporterQueries } from "../../components/database/exporter-queries.ts";
import { METRICS } from "../../components/monitoring/rules/catalogue.ts";

type Queries = Record<string, { metrics: Record<string, { usage: string }>[] }>;

/** What the exporter calls the columns of its queries. */
function exported(kind: "bundled" | "external"): string[] {
  return Object.entries(parse(exporterQueries(kind)) as Queries).flatMap(([name, { metrics }]) =>
    metrics
      .flatMap((column) => Object.entries(column))
      .filter(([, { usage }]) => usage !== "LABEL")
      .map(([column]) => `${name}_${column}`),
  );
}

describe("metrics of the database that rules and dashboards read", () => {
  const ours = (metrics: readonly string[]) =>
    metrics.filter((metric) => metric.startsWith("taskflow_"));

  it("are exported, for a managed server as well", () => {
    for (const kind of ["bundled", "external"] as const) {
      const known = exported(kind);
      assert.deepEqual(
        ours(METRICS.postgres).filter((metric) => !known.includes(metric)),
        [],
      );
    }
  });

  it("are exported of the backups of our own server", () => {
    const known = exported("bundled");
    assert.deepEqual(
      ours(METRICS.backups).filter((metric) => !known.includes(metric)),
      [],
    );
  });
});
