import { readCommandLine, refusal } from "../../infra/command-line.ts";
import { nearest } from "../../infra/config/nearest.ts";

/** What is to be done with the cluster. */
export type Asked =
  | { readonly kind: "up" | "status" | "down" }
  | { readonly kind: "exec"; readonly command: readonly string[] };

const VERBS = ["up", "status", "down", "exec"] as const;
const SHELL = ["bash"];

const usage = "npm run cluster -- up | status | down | exec [-- COMMAND…]";

export const help = `A Kubernetes of one node in namespaces of its own, which touches nothing of this machine.

Usage: ${usage}

  up      bring up what is not up
  status  each part, and whether it is ready; exit code 1 when one is not
  down    end it, and remove everything of it
  exec    run a command where the cluster is, by default a shell
  --help  print this

Exit codes: 0 fine, 1 not all of it is up, 2 bad usage, 3 anything else that failed; of exec, the command's own.
`;

const options = { help: { type: "boolean", short: "h" } } as const;

/** @throws Unusable for anything that is not understood. */
export function parseArguments(line: readonly string[]): Asked | { readonly kind: "help" } {
  const { own, command } = divided(line);
  const { positionals, flags } = readCommandLine(own, options, usage);
  if (flags.has("help")) return { kind: "help" };
  const [word, unexpected] = positionals;
  if (word === undefined) throw refusal("nothing is asked for", usage);
  const kind = VERBS.find((verb) => verb === word);
  if (!kind)
    throw refusal(`there is no ${word}, only ${VERBS.join(", ")}`, usage, nearest(word, VERBS));
  if (unexpected !== undefined) {
    const place = kind === "exec" ? "; what is to be run comes after --" : "";
    throw refusal(`unexpected argument ${unexpected}${place}`, usage);
  }
  if (kind === "exec") return { kind, command: command.length > 0 ? command : SHELL };
  if (command.length > 0) throw refusal(`${kind} runs no command; exec does`, usage);
  return { kind };
}

/** What is said to this command, and what comes after `--`, which is another's. */
function divided(line: readonly string[]): Record<"own" | "command", readonly string[]> {
  const at = line.indexOf("--");
  if (at < 0) return { own: line, command: [] };
  return { own: line.slice(0, at), command: line.slice(at + 1) };
}
