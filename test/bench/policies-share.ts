import { join } from "node:path";
import { embeddedPreview, scriptArgs } from "./embedded.ts";
import { outputOf, run } from "./measure.ts";

/** Seconds that the rules take of a preview of production, and whole previews, one each a round. */
export interface PolicyShare {
  readonly importing: readonly number[];
  readonly asking: readonly number[];
  readonly preview: readonly number[];
}

/** Measures both in alternation. */
export async function policyShare(
  root: string,
  rounds: number,
  say: (message: string) => void,
): Promise<PolicyShare> {
  const preview = embeddedPreview(root);
  const flags = scriptArgs(root, "preview").slice(0, -1);
  const program = join(import.meta.dirname, "policies-program.ts");
  const command = { ...preview, label: "rules", args: [...flags, program] };
  // The first run fills the compile cache.
  await run(command);
  const share = { importing: [] as number[], asking: [] as number[], preview: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    say(`rules in the preview, round ${round} of ${rounds}`);
    const { importing, asking } = JSON.parse(await outputOf(command)) as {
      importing: number;
      asking: number;
    };
    share.importing.push(importing);
    share.asking.push(asking);
    share.preview.push((await run(preview)).seconds);
  }
  return share;
}
