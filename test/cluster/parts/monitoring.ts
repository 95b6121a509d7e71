import assert from "node:assert/strict";
import { type Watched, watchedContent } from "../../../components/monitoring/content.ts";
import { EVENTUAL, METRICS } from "../../../components/monitoring/rules/catalogue.ts";
import { SOURCES, type Source } from "../../../components/monitoring/sources.ts";
import { monitoringGate } from "../../../components/release/gates/monitoring.ts";
import { panelQueries } from "../../../components/release/monitoring/panels.ts";
import { metricsOf } from "../../monitoring/promql.ts";
import type { Deployed } from "../deployment/deployed.ts";
import { previewWith } from "../stack/trial.ts";
import { until } from "../until.ts";

/** What this stack has not, as docs/local.md says. */
const WITHOUT: ReadonlySet<Source> = new Set([
  ...(["grafana", "loki", "collector"] as const),
  ...(["node-exporter", "volumes", "kube-state-metrics", "offsite-backups"] as const),
]);

interface Rule {
  readonly type: "alerting" | "recording";
  readonly name: string;
  readonly query: string;
  readonly health: string;
}

/** Who watches all this. */
export function monitoring(deployed: () => Deployed): void {
  describe("its monitoring", () => {
    it("reaches every target, the site among them", async () => {
      const { stack } = deployed();
      await until(
        "every target up and the site seen",
        async () => {
          const { activeTargets } = await stack.prometheus<{
            activeTargets: { health: string }[];
          }>("targets");
          const { result } = await stack.prometheus<{ result: { value: [number, string] }[] }>(
            "query?query=probe_success",
          );
          const seen = result.length > 0 && result.every(({ value }) => value[1] === "1");
          return (seen && activeTargets.every(({ health }) => health === "up")) || undefined;
        },
        { seconds: 180 },
      );
    });

    it("has no rule that fails", async () => {
      const all = await until("every rule evaluated", async () => {
        const found = await rules();
        return found.some(({ health }) => health === "unknown") ? undefined : found;
      });
      assert.ok(all.length > 50);
      assert.deepEqual(
        all.filter(({ health }) => health !== "ok"),
        [],
      );
    });

    it("measures everything that a rule or a panel looks at", async () => {
      const all = await rules();
      const recorded = new Set(
        all.filter(({ type }) => type === "recording").map(({ name }) => name),
      );
      const sources = SOURCES.filter((source) => !WITHOUT.has(source));
      const named = new Set([
        ...all.flatMap(({ query }) => metricsOf(query)),
        ...sources.flatMap((source) => METRICS[source]),
      ]);
      const wanted = [...named].filter((name) => !recorded.has(name) && !(name in EVENTUAL));
      await until(
        "every metric",
        async () => {
          const names = await deployed().stack.prometheus<string[]>("label/__name__/values");
          const absent = wanted.filter((name) => !names.includes(name));
          if (absent.length > 0) throw new Error(`there is no ${absent.join(", ")}`);
          return true;
        },
        { seconds: 120 },
      );
    });

    it("has something to show in each panel that there would be with a Grafana", async () => {
      const { dashboards } = watchedContent(await watchedLocally());
      for (const { dashboard, panel, expr } of panelQueries(dashboards)) {
        const query = `query?query=${encodeURIComponent(expr)}`;
        const { result } = await deployed().stack.prometheus<{ result: unknown[] }>(query);
        assert.ok(result.length > 0, `${dashboard}: ${panel}: ${expr}`);
      }
    });

    async function rules(): Promise<Rule[]> {
      const { groups } = await deployed().stack.prometheus<{ groups: { rules: Rule[] }[] }>(
        "rules",
      );
      return groups.flatMap((group) => group.rules);
    }
  });
}

/** What the monitoring gate says is watched. */
async function watchedLocally(): Promise<Watched> {
  const preview = await previewWith([]);
  const gate = preview.resources.find(({ inputs }) => inputs["create"] === monitoringGate.name);
  const { prometheus } = monitoringGate.parse(JSON.parse(String(gate?.inputs["stdin"])));
  return prometheus?.watched ?? assert.fail("The local stack has no Prometheus.");
}
