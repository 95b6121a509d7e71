import { loadConfig } from "./config/index.ts";
import { gate } from "./gate.ts";
import { taskflow } from "../stacks/taskflow.ts";

/** What the engine runs: the program, once the rules let it. */
export default async function program(): Promise<unknown> {
  const config = loadConfig();
  const declare = () => taskflow(config);
  await gate(config, declare);
  return declare();
}
