import type { Settings } from "../../oci.ts";
import { type Instruction, assignments, expand } from "./dockerfile.ts";

/** What an image's settings become by an instruction that is about them, or nothing if it is not. */
export function changedSettings(
  settings: Settings,
  { keyword, text }: Instruction,
  args: Readonly<Record<string, string>>,
): Settings | undefined {
  const variables = { ...args, ...settings.env };
  switch (keyword) {
    case "ENV":
      return { ...settings, env: { ...settings.env, ...assignments(text, variables) } };
    case "USER":
      return { ...settings, user: expand(text, variables) };
    case "WORKDIR":
      return { ...settings, workdir: expand(text, variables) };
    case "ENTRYPOINT":
      return { ...settings, entrypoint: JSON.parse(text) as string[] };
    case "STOPSIGNAL":
      return { ...settings, stopSignal: text };
    default:
      return undefined;
  }
}
