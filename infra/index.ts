import { loadConfig } from "./config/index.ts";
import { taskflow } from "../stacks/taskflow.ts";

/** The program: the engine, and `npm run preview`, run what this module exports. */
export default function program(): unknown {
  return taskflow(loadConfig());
}
