import * as z from "zod/mini";
import { shape, shaped } from "../evidence/shape.ts";
import type { WorkloadName } from "../readiness/input.ts";
import { imagesOf, templateHashOf } from "../rollout/serving.ts";
import { type SmokeGateInput, smokeGateInput } from "../smoke/gate-input.ts";
import type { LiveWorkloads, Target } from "./target.ts";

/** As much of what a release was asked as goes back with it. */
const ownPart = z.object({ pages: smokeGateInput.shape.pages });

/**
 * What the smoke test is asked of a release that somebody has gone back to. The edge and the limits stay what they were
 * declared to be last; the pages are the release's own, where it is recorded which it was tried by.
 *
 * @param last what the smoke test was asked last; undefined where nobody has recorded it.
 * @throws Error where that is so.
 */
export function smokeInputOf(
  last: unknown,
  { target, live }: { readonly target: Target; readonly live: LiveWorkloads },
  progress: (line: string) => void,
): SmokeGateInput {
  if (last === undefined) {
    throw new Error(
      "Nothing is recorded of how a release is tried, so this one was not: try it by hand.",
    );
  }
  const asked = shaped(smokeGateInput, last);
  const own = shape(ownPart, target.record?.smoke);
  if (!own.ok) {
    progress(
      `the pages of ${target.version} are not recorded: those of the newest record are asked for`,
    );
  }
  const workload = (name: WorkloadName) => {
    const { service, name: deployment } = asked.workloads[name];
    const template = target.moves.find((each) => each.name === name)?.to ?? live[name].deployment;
    const [image = ""] = imagesOf(template);
    return { name: deployment, service, image, templateHash: templateHashOf(template) ?? "none" };
  };
  return {
    ...asked,
    ...(own.ok && own.value),
    workloads: { backend: workload("backend"), frontend: workload("frontend") },
  };
}
