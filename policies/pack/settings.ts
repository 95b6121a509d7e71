import * as pulumi from "@pulumi/pulumi";
import type { StackFacts } from "../graph.ts";
import type { Waiver } from "../waivers.ts";

/** What the pack knows of the stack that it judges. */
export interface StackSettings {
  /** Absent for the stacks of others: every rule is mandatory there, and those about our stacks are not asked. */
  readonly facts?: StackFacts;
  readonly waivers: readonly Waiver[];
}

/**
 * Facts and waivers from the stack's configuration, which the engine hands to a pack. It is decrypted then; no secret
 * is read.
 *
 * @throws for a configuration that the program refuses as well, with everything that is wrong with it.
 */
export async function stackSettings(): Promise<StackSettings> {
  const raw = pulumi.runtime.allConfig();
  const project = await ourProject();
  if (!project || !Object.keys(raw).some((key) => key.startsWith(`${project.NAMESPACE}:`))) {
    return { waivers: [] };
  }
  const secretKeys = new Set(project.secretKeys.filter((key) => raw[key]));
  const stack = pulumi.getStack();
  const parsed = project.parseConfig(raw, secretKeys, stack);
  if (!parsed.ok) throw new pulumi.RunError(project.formatProblems(stack, parsed.problems));
  return {
    facts: project.stackFacts(parsed.config),
    waivers: Object.values(parsed.config.waivers),
  };
}

/** The parts of this repository that know its configuration. A published pack has left them behind. */
async function ourProject() {
  try {
    const [{ parseConfig }, { NAMESPACE, formatProblems }, { SECRET_NAMES }, { stackFacts }] =
      await Promise.all([
        import("../../infra/config/parse.ts"),
        import("../../infra/config/problem.ts"),
        import("../../infra/config/schema/secrets.ts"),
        import("../../stacks/facts.ts"),
      ]);
    const secretKeys = SECRET_NAMES.map((name) => `${NAMESPACE}:${name}`);
    return { NAMESPACE, secretKeys, parseConfig, formatProblems, stackFacts };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      return undefined;
    }
    throw error;
  }
}
