import { type UpdateFault, switched, untilRollout } from "./fault.ts";

export const lock = underWay();

function underWay(): UpdateFault {
  let other: Promise<unknown> | undefined;
  return {
    fault: "somebody else's update of the stack is under way",
    says: [
      "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end",
    ],
    byEngine: true,
    mend: "let that come to its end",
    change: () => switched("lock"),
    before: async (deployed) => {
      const rollout = untilRollout(deployed);
      other = deployed.deployment.up();
      await Promise.race([rollout, other]);
    },
    recover: async () => other,
    release: "v1.0.0",
  };
}
