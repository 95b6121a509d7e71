import type { MonitoringInput } from "../../../../components/release/monitoring/input.ts";
import type { Fault } from "./fault.ts";
import type { Ended } from "./gate.ts";
import { powerLoss } from "./power-loss.ts";
import type { Scene } from "./scene.ts";

const gate = "monitoring";

export const monitoringFaults: readonly Fault[] = [
  {
    gate,
    fault: "Prometheus is down",
    outcome: "refused",
    says: [
      "the release is refused, and goes on serving, as it has passed its smoke test.",
      "It could not be asked: Service prometheus has no ready pod.",
      "See whether its pod runs, and whether the API server can be reached from here.",
    ],
    mend: "bring it back",
    attempt: (scene) => withoutPrometheus(scene, () => impatiently(scene)),
  },
  powerLoss(gate, /waits: /, withoutPrometheus),
];

/** What went wrong before is in the backend's log, and the gate reads that too. */
async function withoutPrometheus(scene: Scene, work: () => Promise<Ended>): Promise<Ended> {
  await scene.freshBackend();
  return scene.without("monitoring", "statefulset/prometheus", work);
}

/** Nothing that is wrong here passes by itself. */
function impatiently(scene: Scene): Promise<Ended> {
  const input = { ...(scene.input(gate) as MonitoringInput), waitSeconds: 15 };
  return scene.run(gate, { input });
}
