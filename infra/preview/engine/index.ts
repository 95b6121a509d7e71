import { RunError, runtime } from "@pulumi/pulumi";
import { NAMESPACE, formatProblems } from "../../config/problem.ts";
import { readStackFile } from "../../config/stack-file.ts";
import type { Judgement } from "../../../policies/judge.ts";
import { parseConfig } from "../../config/parse.ts";
import type { Settings } from "../../config/schema/index.ts";
import type { SecretName } from "../../config/schema/secrets.ts";
import { verdict } from "../../verdict.ts";
import { NO_POLICIES, type PreviewDocument, summarize } from "../document.ts";
import { policyReport } from "../policy-report.ts";
import { PreviewMonitor } from "./monitor.ts";
import { type LogMessage, type Surroundings, asProgram, settled } from "./runtime.ts";

type Program = () => unknown;

/** What to preview. */
interface Subject {
  /** Name of the stack: `Pulumi.<stack>.yaml` is its configuration. */
  readonly stack: string;
  /** Directory of Pulumi.yaml. */
  readonly root: string;
  /** Receives what the program logs. Default: dropped. */
  readonly log?: (message: LogMessage) => void;
}

interface Judged {
  readonly monitor: PreviewMonitor;
  readonly settings: Settings;
  /** Names of the secrets that are set. */
  readonly secrets: ReadonlySet<SecretName>;
  readonly judgement: Judgement;
}

/**
 * Previews the program of this repository without engine, cluster, login or passphrase.
 *
 * @throws RunError for a configuration that the program refuses, with everything that is wrong with it.
 */
export async function previewEmbedded(subject: Subject): Promise<PreviewDocument> {
  const { monitor, judgement } = await judgeEmbedded(subject);
  return documentOf(subject.stack, monitor, judgement);
}

/** The same before it is a document: everything that is declared, and what the policies say about it. */
export async function judgeEmbedded({
  stack,
  root,
  log = () => undefined,
}: Subject): Promise<Judged> {
  const { config, secretKeys, problems } = readStackFile(root, stack);
  if (problems.length > 0) throw new RunError(formatProblems(stack, problems));
  const { program } = await import("../../program.ts");
  const monitor = await runProgram(program, {
    project: NAMESPACE,
    stack,
    root,
    config,
    secretKeys: [...secretKeys],
    log,
  });
  const parsed = parseConfig(config, secretKeys);
  if (!parsed.ok) throw new RunError(formatProblems(stack, parsed.problems));
  const { config: settings, secrets } = parsed;
  return { monitor, settings, secrets, judgement: verdict(settings, monitor.declared) };
}

/** Previews any program: for tests of components, and for several instances in one program. */
export async function previewProgram(
  program: Program,
  surroundings: Omit<Surroundings, "monitor" | "dryRun">,
): Promise<PreviewDocument> {
  return documentOf(surroundings.stack, await runProgram(program, surroundings));
}

function documentOf(
  stack: string,
  { resources, outputs }: PreviewMonitor,
  judgement?: Judgement,
): PreviewDocument {
  const [root] = resources;
  return {
    stack,
    engine: "embedded",
    resources,
    policies: judgement ? policyReport(judgement, root?.urn ?? stack) : NO_POLICIES,
    outputs,
    summary: summarize(resources),
  };
}

/** Runs a program to its end and returns the monitor that has seen everything it declares. */
export async function runProgram(
  program: Program,
  surroundings: Omit<Surroundings, "monitor" | "dryRun">,
): Promise<PreviewMonitor> {
  const monitor = new PreviewMonitor(surroundings.project, surroundings.stack, surroundings.root);
  await runWith(program, { ...surroundings, monitor, dryRun: true });
  return monitor;
}

/** Runs a program to its end, with whatever answers it. */
export async function runWith(program: Program, surroundings: Surroundings): Promise<void> {
  await asProgram(surroundings, () =>
    untilFirstError(async () => {
      await runtime.runInPulumiStack(() => Promise.resolve(program()));
      await settled();
    }),
  );
}

/** Programs that are running in this process. */
const running = new Set<(error: unknown) => void>();
let anyFailed = false;

/**
 * The SDK reports a failed registration as an unhandled rejection, and some of its promises then never settle. A
 * program that has failed goes on rejecting for a while: its first error has been told, and the rest is its echo.
 */
async function untilFirstError(body: () => Promise<void>): Promise<void> {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  if (!process.listeners("unhandledRejection").includes(onRejection)) {
    process.on("unhandledRejection", onRejection);
  }
  running.add(fail);
  try {
    await Promise.race([body(), failed]);
  } catch (error) {
    anyFailed = true;
    throw error;
  } finally {
    running.delete(fail);
  }
}

function onRejection(error: unknown): void {
  if (running.size === 0 && !anyFailed) throw error;
  for (const fail of running) fail(error);
}
