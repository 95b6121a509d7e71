import { join } from "node:path";
import { scriptArgs } from "./embedded.ts";
import { severalTaskflows } from "./growth.ts";
import { type Manifest, streamFiles, writeFolder } from "./manifests.ts";
import { type Command, outputOf } from "./measure.ts";
import type { Scanners } from "./scanners.ts";

/** Labels of the commands that the goals are about. */
export const CHECK = "`policies -- check`";
export const KUBE_SCORE = "`kube-score score`";
export const CHECKOV = "`checkov`";

/** How many TaskFlows are in one set of manifests: the last has 10,000 objects, five times those of the other. */
const SIZES = [12, 60] as const;

/** One set of manifests, and what judges it. */
export interface PolicySubject {
  readonly objects: number;
  /** The policies first. */
  readonly commands: readonly Command[];
}

/**
 * The check over next to nothing, over production and over several TaskFlows; the scanners that are there read the same
 * files of production, and kube-score those of the most TaskFlows.
 */
export async function policySubjects(
  root: string,
  work: string,
  production: readonly Manifest[],
  scanners: Scanners,
): Promise<PolicySubject[]> {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "taskflow" } };
  const [few = [], many = []] = await Promise.all(SIZES.map((size) => objectsOf(root, size)));
  const subjects: PolicySubject[] = [];
  for (const manifests of [[namespace], production, few, many]) {
    const folder = join(work, `manifests-${manifests.length}`);
    const files = streamFiles(manifests, production.length);
    writeFolder(folder, files);
    const check = policies(root, folder);
    await requireJudged(check, manifests.length);
    const compared = manifests === production || manifests === many;
    const others = compared ? scannersOf(scanners, folder, [...files.keys()]) : [];
    // checkov takes more than ten minutes for so many, and no goal is about it.
    const patient = others.filter(({ label }) => label !== CHECKOV || manifests === production);
    subjects.push({ objects: manifests.length, commands: [check, ...patient] });
  }
  const [, ofProduction] = subjects;
  for (const command of ofProduction?.commands.slice(1) ?? []) await requireScanned(command);
  return subjects;
}

async function objectsOf(root: string, taskflows: number): Promise<Manifest[]> {
  const program = severalTaskflows(root, taskflows);
  return JSON.parse(
    await outputOf({ ...program, args: [...program.args, "--json"] }),
  ) as Manifest[];
}

/** As `npm run policies` starts it. */
function policies(root: string, folder: string): Command {
  return {
    label: CHECK,
    file: process.execPath,
    args: [...scriptArgs(root, "policies"), "check", folder],
    cwd: root,
    env: process.env,
    found: 1,
  };
}

/** Each prints for people, which is the quickest that it can do. */
function scannersOf(
  { kubeScore, checkov }: Scanners,
  cwd: string,
  files: readonly string[],
): Command[] {
  const commands: Command[] = [];
  if ("path" in kubeScore) {
    const args = ["score", ...files];
    const { env } = process;
    commands.push({ label: KUBE_SCORE, file: kubeScore.path, args, cwd, env, found: 1 });
  }
  if ("path" in checkov) {
    const args = ["-m", "checkov.main", "--directory", ".", "--framework", "kubernetes"];
    commands.push({
      label: CHECKOV,
      file: checkov.path,
      args: [...args, "--skip-download", "--quiet", "--compact"],
      cwd,
      // With a key it would ask the service of its makers.
      env: { ...process.env, BC_API_KEY: undefined },
      found: 1,
    });
  }
  return commands;
}

/** @throws Error unless every object was judged. */
async function requireJudged(check: Command, objects: number): Promise<void> {
  const summary = (await outputOf(check)).trimEnd().split("\n").at(-1) ?? "";
  if (summary.startsWith(`${objects} object`)) return;
  throw new Error(`${check.label} should judge ${objects} objects: ${summary}`);
}

/** @throws Error unless the scanner has read the files: one that cannot ends as one that finds something. */
async function requireScanned(command: Command): Promise<void> {
  const output = await outputOf(command);
  const scanned = command.label === CHECKOV ? /^Passed checks: [1-9]/m : /^\S+\/[A-Z]\w+ \S/m;
  if (!scanned.test(output)) throw new Error(`${command.label} has judged nothing:\n${output}`);
}
