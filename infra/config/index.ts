import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "./parse.ts";
import { NAMESPACE, formatProblems } from "./problem.ts";
import type { Settings } from "./schema/index.ts";
import type { SecretName } from "./schema/secrets.ts";

/** Values of the secrets that are set. An update knows them, an embedded preview does not; both keep them secret. */
export type Secrets = Readonly<Partial<Record<SecretName, pulumi.Output<string>>>>;

/** The configuration of one stack: checked, complete with its defaults, and frozen. */
export type TaskflowConfig = Settings & { readonly secrets: Secrets };

export type { Settings } from "./schema/index.ts";
export type { SecretName } from "./schema/secrets.ts";
export { parseConfig } from "./parse.ts";
export { formatProblems } from "./problem.ts";
export { readStackFile, stackNames } from "./stack-file.ts";
export { neededSecrets } from "./rules/secrets.ts";

/** Reads the configuration of the stack that runs. Throws one error with all problems, before anything is registered. */
export function loadConfig(): TaskflowConfig {
  const raw = pulumi.runtime.allConfig();
  const secretKeys = new Set(Object.keys(raw).filter(isEncrypted));
  const stack = pulumi.getStack();
  const parsed = parseConfig(raw, secretKeys, stack);
  // Of a RunError the engine shows the message and no stack.
  if (!parsed.ok) throw new pulumi.RunError(formatProblems(stack, parsed.problems));
  const config = new pulumi.Config(NAMESPACE);
  const secrets = [...parsed.secrets].map((name) => [name, config.requireSecret(name)]);
  return Object.freeze({
    ...parsed.config,
    secrets: Object.freeze(Object.fromEntries(secrets) as Secrets),
  });
}

/** The runtime has this function; its declarations leave it out. */
const { isConfigSecret: isEncrypted } = pulumi.runtime as unknown as {
  readonly isConfigSecret: (key: string) => boolean;
};
