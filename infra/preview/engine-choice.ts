import { type PreviewDocument, isBlocked } from "./document.ts";
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
  const { previewEmbedded } = await import("./engine/index.ts");
  const warnings: string[] = [];
  const document = await previewEmbedded({
    stack,
    root,
    log: ({ severity, text }) => {
      if (severity !== "debug") warnings.push(`${severity}: ${text}`);
    },
  });
  const embedded = (reason: string): Preview => {
    warnings.forEach(say);
    return { document, reason };
  };
  if (engine === "embedded") return embedded("as asked");
  if (against !== undefined) return embedded("to compare what two revisions declare");
  // The policies judge what the program declares: what they block, the engine need not be asked about.
  if (isBlocked(document.policies)) {
    return embedded("blocked by policy before the pulumi engine was asked");
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
    const real = await previewWithPulumi(cli, { stack, root, say });
    return { document: { ...real, policies: document.policies }, reason: cli };
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
