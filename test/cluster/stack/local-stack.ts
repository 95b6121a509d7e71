import { join } from "node:path";
import {
  type Settings,
  formatProblems,
  parseConfig,
  readStackFile,
} from "../../../infra/config/index.ts";
import { STACK } from "../deployment/project.ts";

/** The local stack's configuration as it is committed. */
export function localStack(): Settings {
  const { config, secretKeys } = readStackFile(join(import.meta.dirname, "../../.."), STACK);
  const parsed = parseConfig(config, secretKeys, STACK);
  if (!parsed.ok) throw new Error(formatProblems(STACK, parsed.problems));
  return parsed.config;
}
