import type { MonitoringInput } from "../../../../components/release/monitoring/input.ts";
import type { Fault } from "./fault.ts";
import { type Ended, killedAt } from "./gate.ts";
import type { Scene } from "./scene.ts";

const gate = "monitoring";

export const monitoringFaults: readonly Fault[] = [
  {
    gate,
    fault: "Prometheus is down",
    outcome: "refused",
    says: ["the release is refused, and goes on serving", "It could not be asked", "See whether"],
    mend: "bring it back",
    attempt: (scene) =>
      scene.without("monitoring", "statefulset/prometheus", () => impatiently(scene)),
  },
  {
    gate,
    fault: "the pooler and its exporter are down",
    outcome: "refused",
    says: ["the release is refused, and goes on serving", "step6."],
    mend: "bring them back",
    attempt: (scene) => scene.without("taskflow", "deployment/pgbouncer", () => impatiently(scene)),
  },
  {
    gate,
    fault: "the machine that runs updates loses power",
    outcome: "killed",
    says: [],
    attempt: (scene) =>
      scene.without("monitoring", "statefulset/prometheus", () =>
        scene.run(gate, { cue: killedAt(/waits: /) }),
      ),
  },
];

/** Nothing that is wrong here passes by itself. */
function impatiently(scene: Scene): Promise<Ended> {
  const input = { ...(scene.input(gate) as MonitoringInput), waitSeconds: 15 };
  return scene.run(gate, { input });
}
