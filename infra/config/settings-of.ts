import { Unusable } from "../preview/failure.ts";
import { type Settings, formatProblems, parseConfig, readStackFile, stackNames } from "./index.ts";

/**
 * The configuration of a stack as its file has it, without its secrets.
 *
 * @throws Unusable with everything that is wrong with it.
 */
export function settingsOf(root: string, stack: string): Settings {
  const known = stackNames(root);
  if (!known.includes(stack)) {
    throw new Unusable(`there is no stack ${stack}; there are: ${known.join(", ")}`);
  }
  const { config, secretKeys } = readStackFile(root, stack);
  const parsed = parseConfig(config, secretKeys, stack);
  if (!parsed.ok) throw new Unusable(formatProblems(stack, parsed.problems));
  return parsed.config;
}
