import type { LeftOut } from "../gates/gate.ts";
import type { MonitoringInput } from "./input.ts";

/** Of what the API server knows by itself. */
const ALWAYS = ["step4.9", "step7.3"];

/** The other parts that are asked, the items that each decides, and what it is without. */
const PARTS = {
  prometheus: {
    items: [
      ...["step6.1", "step6.2", "step6.4", "step6.5"],
      ...["post-mon.1", "post-mon.4", "post-mon.5", "post-mon.6"],
    ],
    without: "Prometheus is the cluster's own: its owners see to it.",
  },
  grafana: {
    items: ["step6.3", "post-mon.3"],
    without: "No Grafana is installed with the stack (monitoring.grafana.enabled).",
  },
  logs: {
    items: ["post-mon.2"],
    without: "No logs are collected by the stack (monitoring.logs.enabled).",
  },
  backups: {
    items: ["post-backup.1"],
    without: "The database is external: whoever runs it backs it up.",
  },
};

/** Items of the checklist that the monitoring decides where it has every part. */
export const ITEMS: readonly string[] = [
  ...ALWAYS,
  ...Object.values(PARTS).flatMap(({ items }) => items),
];

/** Those that it cannot decide where a part is missing, and why. */
export function leftOut(input: MonitoringInput): LeftOut[] {
  return (Object.keys(PARTS) as (keyof typeof PARTS)[])
    .filter((part) => input[part] === undefined)
    .flatMap((part) => PARTS[part].items.map((item) => ({ item, why: PARTS[part].without })));
}
