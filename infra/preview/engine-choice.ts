import type { PreviewDocument } from "./document.ts";
import type { PreviewArguments } from "./arguments.ts";
import { Unusable } from "./failure.ts";

export interface Preview {
  readonly document: PreviewDocument;
  /** Why this engine. */
  readonly reason: string;
}

/**
 * Previews with the engine that is asked for or, for `auto`, with the real one where it can be used.
 *
 * @param say receives what the program or the engine warns of.
 */
export async function preview(
  { stack, engine, against }: Pick<PreviewArguments, "stack" | "engine" | "against">,
  root: string,
  say: (message: string) => void,
): Promise<Preview> {
  const embedded = async (reason: string): Promise<Preview> => {
    const { previewEmbedded } = await import("./engine/index.ts");
    const document = await previewEmbedded({
      stack,
      root,
      log: ({ severity, text }) => {
        if (severity !== "debug") say(`${severity}: ${text}`);
      },
    });
    return { document, reason };
  };
  if (engine === "embedded") return embedded("as asked");
  if (against !== undefined) {
    return embedded("to compare what two revisions declare");
  }
  const { EngineUnavailable, findPulumi, previewWithPulumi } = await import("./cli-engine.ts");
  const cli = findPulumi();
  if (cli === undefined) {
    const missing = "no pulumi CLI on PATH or under PULUMI_HOME";
    if (engine === "auto") return embedded(missing);
    throw new Unusable(
      `--engine pulumi: ${missing}. Install one (https://www.pulumi.com/docs/install/), or preview with --engine embedded.`,
    );
  }
  try {
    return { document: await previewWithPulumi(cli, { stack, root, say }), reason: cli };
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    if (engine === "auto") {
      return embedded(`${cli} cannot preview this stack: ${oneLine(error.message)}`);
    }
    throw new Unusable(
      `--engine pulumi: ${cli} cannot preview the stack ${stack}.\n${error.message}\nThe stack must exist in the backend that you are logged in to (pulumi login, pulumi stack init ${stack}), with its passphrase or key at hand. --engine embedded needs none of these.`,
    );
  }
}

function oneLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}
