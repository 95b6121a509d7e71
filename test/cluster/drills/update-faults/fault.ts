import type { Deployed } from "../../deployment/deployed.ts";
import type { Setting } from "../../deployment/project.ts";
import type { Simulation } from "../faults/simulation.ts";
import { until } from "../../until.ts";

/** Something that goes wrong around an update. */
export interface UpdateFault {
  /** What goes wrong. */
  readonly fault: string;
  /** How that is simulated. Absent where it comes about itself. */
  readonly simulation?: Simulation;
  /** Parts of what the update fails with, in their order, without what is another in each run; absent where it goes on. */
  readonly says?: readonly string[];
  /** It is the engine itself that says so, and nothing that stands for it. */
  readonly byEngine?: true;
  /**
   * What there is to do before the next `pulumi up`, and what the drill does instead where it does another thing. Absent
   * where there is nothing to do, not even to wait.
   */
  readonly mend?: string;
  /** What the update is to change: where nothing is done, nothing is noticed. */
  readonly change: (deployed: Deployed) => Promise<readonly Setting[]> | readonly Setting[];
  /** Has it go wrong before the update. */
  readonly before?: (deployed: Deployed) => Promise<unknown>;
  /** Has it go wrong in the midst of the update. */
  readonly meanwhile?: (deployed: Deployed) => Promise<unknown>;
  /** Does what there is to do. */
  readonly recover?: (deployed: Deployed) => Promise<unknown>;
  /** The release that is there after the next update. */
  readonly release: string;
}

/** A change of the pods alone. */
export function switched(feature: string): Setting[] {
  return [{ path: ["taskflow:backend", "featureFlags", feature], value: true }];
}

/** kubectl in TaskFlow's namespace. */
export function kubectl({ cluster }: Deployed, ...args: readonly string[]): Promise<string> {
  return cluster.kubectl([...args, "--namespace=taskflow"]);
}

/** Waits until an update that is under way has the backend's pods be others. */
export async function untilRollout(deployed: Deployed): Promise<void> {
  const hash = "{.spec.template.metadata.annotations.taskflow\\.com/template-hash}";
  const declared = () =>
    kubectl(deployed, "get", "deployment/backend", `--output=jsonpath=${hash}`);
  const before = await declared();
  const another = async () => (await declared()) !== before || undefined;
  await until("a rollout", another, { seconds: 300 });
}
