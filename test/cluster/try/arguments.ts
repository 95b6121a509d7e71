import { readCommandLine, refusal } from "../../../infra/command-line.ts";
import { VERSIONS } from "../../fixtures/taskflow/versions.ts";

/** What is asked for. */
export type TryArguments =
  | { readonly kind: "help" }
  | { readonly kind: "down" }
  | { readonly kind: "up"; readonly version: string }
  | { readonly kind: "up-on"; readonly target: Target };

/** A cluster that is there already. */
export interface Target {
  readonly kubeconfig: string;
  /** Default: the current one of the file. */
  readonly context?: string;
}

const FIRST = "v1.0.0";

const usage = "npm run try -- [--release VERSION | --kubeconfig FILE [--context NAME] | --down]";

export const help = `Deploys the local stack, with a small TaskFlow, on a Kubernetes of its own, and says where it is.

Usage: ${usage}

  --release VERSION  what is released: ${Object.keys(VERSIONS).join(", ")} (default: ${FIRST})
  --kubeconfig FILE  on the cluster of this file instead: what Pulumi.local.yaml names as taskflow:release
  --context NAME     its context (default: the file's current one)
  --down             take away all that this command has made
  --help             print this

Exit codes: 0 fine, 2 bad usage, 3 anything else that failed.
`;

const options = {
  release: { type: "string" },
  kubeconfig: { type: "string" },
  context: { type: "string" },
  down: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood. */
export function parseArguments(line: readonly string[]): TryArguments {
  const { positionals, values, flags } = readCommandLine(line, options, usage);
  if (flags.has("help")) return { kind: "help" };
  const [unexpected] = positionals;
  if (unexpected !== undefined) throw refusal(`unexpected argument ${unexpected}`, usage);
  const value = (name: string) => values.get(name)?.[0];
  if (flags.has("down")) {
    if (values.size > 0) throw refusal("--down goes with no other option", usage);
    return { kind: "down" };
  }
  const version = value("release") ?? FIRST;
  if (!(version in VERSIONS)) {
    throw refusal(
      `there is no release ${version}, only ${Object.keys(VERSIONS).join(", ")}`,
      usage,
    );
  }
  const kubeconfig = value("kubeconfig");
  const context = value("context");
  if (kubeconfig === undefined) {
    if (context !== undefined) throw refusal("--context needs --kubeconfig", usage);
    return { kind: "up", version };
  }
  if (values.has("release")) {
    const problem =
      "on a cluster of your own, Pulumi.local.yaml says what is released (taskflow:release)";
    throw refusal(problem, usage);
  }
  return { kind: "up-on", target: { kubeconfig, ...(context !== undefined && { context }) } };
}
