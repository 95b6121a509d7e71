import type { Refusal } from "../gates/gate.ts";
import type { Alert } from "./prometheus.ts";

/**
 * Whether nothing fires but what is to fire. Alerts of severity `none` exist to fire; those about an error budget look
 * back for hours, and would hold against a release what it has been made to mend, which alerts that look back for
 * minutes do not; others somebody has permitted.
 */
export function judgeAlerts(alerts: readonly Alert[], permitted: readonly string[]): Refusal[] {
  return alerts
    .filter(({ state }) => state === "firing")
    .filter(({ labels }) => labels["severity"] !== "none" && labels["slo"] === undefined)
    .filter(({ labels }) => !permitted.includes(labels["alertname"] ?? ""))
    .map(({ labels, annotations }) => {
      const { alertname = "" } = labels;
      const { summary = "", description = "", runbook_url } = annotations;
      const read = runbook_url === undefined ? "" : `Do what ${runbook_url} says, or `;
      return {
        item: "post-mon.5",
        problem: `Alert ${alertname} fires: ${[summary, description].filter(Boolean).join(" ")}`,
        fix: `${read || "Mend what it is about, or "}name it in monitoring.releaseCheck.permittedAlerts while it is known and worked on.`,
      };
    });
}
