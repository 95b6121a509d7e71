import { monitoringGate } from "../../components/release/gates/monitoring.ts";
import type { MonitoringInput } from "../../components/release/monitoring/input.ts";

/**
 * What the monitoring gate of a stack is asked: where everything is, and what is measured. Undefined where the stack has
 * no such gate, or nobody knows yet.
 */
export function monitoringAsked(
  resources: readonly { readonly inputs: Readonly<Record<string, unknown>> }[],
): MonitoringInput | undefined {
  const gate = resources.find(({ inputs }) => inputs["create"] === monitoringGate.name);
  const stdin = gate?.inputs["stdin"];
  return typeof stdin === "string" ? monitoringGate.parse(JSON.parse(stdin)) : undefined;
}
