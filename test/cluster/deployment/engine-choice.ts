import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "../../../infra/config/environment.ts";
import { root } from "../../support/stacks.ts";

/** Whose plugins the local stack needs. */
const PROVIDERS = ["command", "kubernetes", "random"] as const;

/** The CLI by which a stack is deployed from inside a sandbox, or why none can. */
export type EngineChoice = { readonly cli: string } | { readonly without: string };

/** From inside, no plugin can be fetched: the engine must have those that the program needs. */
export function engineChoice(cli: string | undefined, home: string = pulumiHome()): EngineChoice {
  if (cli === undefined) return { without: "there is no pulumi CLI here" };
  const missing = PROVIDERS.map(plugin).filter((name) => !existsSync(join(home, "plugins", name)));
  return missing.length === 0
    ? { cli }
    : { without: `the engine lacks ${missing.join(", ")}: npx pulumi plugin install` };
}

/** As the engine calls its folder: the SDK and its plugin are of one version. */
function plugin(provider: string): string {
  const file = join(root, "node_modules/@pulumi", provider, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return `resource-${provider}-v${version}`;
}
