import { problem } from "../problem.ts";
import { bytes, millicores } from "../../../components/kubernetes/quantity.ts";
import type { Settings } from "../schema/index.ts";
import { rule } from "./rule.ts";

type Sized = Pick<Settings, "backend" | "frontend" | "database">;
type Resources = Settings["backend"]["resources"];

/** What a number of pods takes of a quota: thousandths of a core, bytes, bytes, and pods. */
export interface Use {
  readonly cpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly pods: number;
}

/** What the sized workloads take at their largest: every autoscaler at its maximum, and one pod more while it rolls. */
export function largestUse({ backend, frontend, database }: Sized): Use {
  return total([
    ...[backend, frontend].map(({ resources, autoscaling }) =>
      use(resources, autoscaling.maxReplicas + 1),
    ),
    use(database.pooler.resources, database.pooler.replicas + 1),
    ...(database.type === "bundled" ? [use(database.resources, 1)] : []),
  ]);
}

function use(resources: Resources, pods: number): Use {
  return {
    cpu: pods * millicores(resources.cpu.limit),
    memory: pods * bytes(resources.memory.limit),
    ephemeralStorage: pods * bytes(resources.ephemeralStorage.limit),
    pods,
  };
}

function total(uses: readonly Use[]): Use {
  return uses.reduce((a, b) => ({
    cpu: a.cpu + b.cpu,
    memory: a.memory + b.memory,
    ephemeralStorage: a.ephemeralStorage + b.ephemeralStorage,
    pods: a.pods + b.pods,
  }));
}

/**
 * The quota is configured rather than computed, because it is what the cluster's owners grant. A computed one
 * would always fit, and the first that learn of a cluster too small would be its users.
 */
export const autoscalersWithinQuota = rule(
  ["cluster", "backend", "frontend", "database"],
  ["step7.4"],
  ({ cluster, ...sized }) => {
    const { quota } = cluster;
    const needed = largestUse(sized);
    const gibibytes = (value: number) => `${String(Math.ceil(value / 2 ** 30))}Gi`;
    const cores = (value: number) => String(Math.ceil(value / 1000));
    return [
      { name: "cpu", has: millicores(quota.cpu), needs: needed.cpu, write: cores },
      { name: "memory", has: bytes(quota.memory), needs: needed.memory, write: gibibytes },
      {
        name: "ephemeralStorage",
        has: bytes(quota.ephemeralStorage),
        needs: needed.ephemeralStorage,
        write: gibibytes,
      },
      { name: "pods", has: quota.pods, needs: needed.pods, write: Number },
    ]
      .filter(({ has, needs }) => needs > has)
      .map(({ name, has, needs, write }) =>
        problem(
          ["cluster", "quota", name],
          `is ${String(write(has))}; with the autoscalers at their maximum, the database and its poolers, it must be at least ${String(write(needs))}`,
          write(needs),
        ),
      );
  },
);
