import { readFileSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { embeddedPreview } from "./embedded.ts";
import {
  type Manifest,
  cdk8sFiles,
  chartFiles,
  kustomizeFiles,
  parseManifests,
  readManifests,
  requireSame,
  writeFolder,
} from "./manifests.ts";
import { type Command, outputOf, run } from "./measure.ts";
import type { Tool } from "./tools.ts";

/** Labels of the commands that the goals are about. */
export const PREVIEW = "embedded preview";
export const CDK8S_SYNTH = "`cdk8s synth`";

/**
 * The embedded preview of production, and the tools that are there, each rendering the very objects that the preview
 * shows.
 */
export async function comparison(
  root: string,
  work: string,
  tools: Readonly<Record<"kustomize" | "helm" | "cdk8s", Tool>>,
): Promise<{ commands: Command[]; manifests: Manifest[] }> {
  const preview = embeddedPreview(root);
  const rendered = join(work, "rendered");
  await run({ ...preview, args: [...preview.args, "--out", rendered] });
  const manifests = readManifests(rendered);

  const commands: Command[] = [
    preview,
    {
      ...preview,
      label: `${PREVIEW}, compile cache off`,
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" },
    },
  ];
  if ("path" in tools.kustomize) {
    const folder = join(work, "kustomize");
    writeFolder(folder, kustomizeFiles(manifests));
    const args = ["build", folder];
    commands.push(await printer("`kustomize build`", tools.kustomize.path, args, work, manifests));
  }
  if ("path" in tools.helm) {
    const folder = join(work, "chart");
    writeFolder(folder, chartFiles(manifests));
    const args = ["template", "taskflow", folder];
    commands.push(await printer("`helm template`", tools.helm.path, args, work, manifests));
  }
  if ("path" in tools.cdk8s) commands.push(...(await cdk8s(tools.cdk8s.path, work, manifests)));
  return { commands, manifests };
}

/** A tool that prints what it renders. */
async function printer(
  label: string,
  file: string,
  args: readonly string[],
  cwd: string,
  manifests: readonly Manifest[],
): Promise<Command> {
  const command = { label, file, args, cwd, env: process.env };
  requireSame(label, parseManifests(await outputOf(command)), manifests);
  return command;
}

/** The program alone, and by the command line that people type. Both write files. */
async function cdk8s(
  packages: string,
  work: string,
  manifests: readonly Manifest[],
): Promise<Command[]> {
  // Beside the packages, where Node looks for them.
  writeFolder(packages, cdk8sFiles(manifests));
  const program = join(packages, "program.mjs");
  const output = join(work, "cdk8s");
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const common = { file: process.execPath, cwd: work };
  const commands: Command[] = [
    {
      ...common,
      label: "cdk8s program alone",
      args: [program],
      env: { ...process.env, CDK8S_OUTDIR: output },
    },
    {
      ...common,
      label: CDK8S_SYNTH,
      args: [
        join(packages, "node_modules/.bin/cdk8s"),
        "synth",
        "--no-check-upgrade",
        `--app=node ${program}`,
        `--output=${output}`,
      ],
      env: { ...process.env, PATH: path },
    },
  ];
  for (const command of commands) {
    await run(command);
    const written = readdirSync(output).map((file) => readFileSync(join(output, file), "utf8"));
    requireSame(command.label, written.flatMap(parseManifests), manifests);
  }
  return commands;
}
