import { loadConfig } from "./config/index.ts";
import { taskflow } from "../stacks/taskflow.ts";

/** The program alone, for previews, which show what the rules say instead of stopping at it. */
export function program(): unknown {
  return taskflow(loadConfig());
}
