import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "./config/index.ts";
import { gate } from "./gate.ts";
import { taskflow } from "../stacks/taskflow.ts";

/** The program, once the rules let it. */
export async function gatedProgram(): Promise<unknown> {
  const config = loadConfig();
  const declare = () => taskflow(config);
  if (!pulumi.runtime.isDryRun()) {
    await gate(config, declare);
    return declare();
  }
  // A preview changes nothing: engine and providers work on it while the rules are asked.
  const outputs = declare();
  await gate(config, declare);
  return outputs;
}
