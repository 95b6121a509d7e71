import { Cluster } from "../../cluster.ts";
import type { Fault, Outcome } from "./fault.ts";
import type { Ended } from "./gate.ts";
import { powerLoss } from "./power-loss.ts";
import type { Scene } from "./scene.ts";

/** What a gate says as soon as it has made a Job. */
const MADE = /Job taskflow\/(\S+) is made/;

/** How a gate ends that waits for a Job of the database while the server is killed. */
interface WithoutServer {
  readonly outcome: Outcome;
  readonly says: readonly string[];
  readonly mend?: string;
}

/** What can go wrong at every gate that makes a Job. */
export function jobFaults(
  gate: string,
  { begun, withoutServer }: { readonly begun: RegExp; readonly withoutServer: WithoutServer },
): Fault[] {
  return [
    powerLoss(gate, begun),
    {
      gate,
      fault: "the API server is restarted while the Job runs",
      outcome: "held",
      says: [],
      attempt: (scene) =>
        scene.run(gate, {
          cue: {
            says: begun,
            act: async () => {
              await scene.cluster.sandbox.kill("kube-apiserver");
              await Cluster.up();
            },
          },
        }),
    },
    {
      gate,
      fault: "somebody deletes the Job",
      outcome: "undecided",
      says: ["could not be decided, so the release stops: Job", "was removed before it had ended"],
      attempt: (scene) => removingTheJob(scene, gate),
    },
    {
      gate,
      fault: "PostgreSQL is killed while the Job runs",
      ...withoutServer,
      attempt: (scene) =>
        scene.run(gate, { cue: { says: begun, act: () => scene.killPostgres() } }),
    },
  ];
}

/** Removes what a gate has just made. */
export function removingTheJob(scene: Scene, gate: string): Promise<Ended> {
  return scene.run(gate, {
    cue: {
      says: MADE,
      act: async () => {
        const newest = ["get", "jobs", "--sort-by=.metadata.creationTimestamp", "--output=name"];
        const job = (await scene.taskflow(newest)).trim().split("\n").at(-1) ?? "";
        await scene.taskflow(["delete", job]);
      },
    },
  });
}
