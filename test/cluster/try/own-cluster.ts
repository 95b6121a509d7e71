import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findPulumi } from "../../../infra/preview/cli-engine.ts";
import { Unusable } from "../../../infra/preview/failure.ts";
import { EngineDeployment } from "../deployment/engine.ts";
import { Project } from "../deployment/project.ts";
import { machine } from "../machine.ts";
import { withProgress } from "../progress.ts";
import { localStack } from "../stack/local-stack.ts";
import type { Target } from "./arguments.ts";
import { contextOf, factsOf, obstacles, settingsFor } from "./facts.ts";

/** Where it is remembered what was made on a cluster of somebody's own. */
const FOLDER = join(import.meta.dirname, "../../../.cache/own-cluster");
const RECORD = join(FOLDER, "target.json");

/** The cluster that something was made on. */
interface Made {
  readonly kubeconfig: string;
  readonly context: string;
  /** Of the API server. A context of this name may lead elsewhere another day. */
  readonly server: string;
}

/**
 * Deploys the local stack on a cluster that is there already, where images come from a registry.
 *
 * @returns what to look at.
 * @throws Unusable with what cannot be done there, before anything is.
 */
export async function upOn(target: Target): Promise<string> {
  const cli = engine();
  const { cluster, release } = localStack();
  for (const name of ["backend", "frontend", "migrations"] as const) {
    if (release[name].digest === undefined) throw new Unusable(withoutImages(name));
  }
  const kubeconfig = resolve(target.kubeconfig);
  if (!existsSync(kubeconfig)) throw new Unusable(`There is no file ${kubeconfig}.`);
  process.env["KUBECONFIG"] = kubeconfig;
  const made: Made = { kubeconfig, ...(await contextOf(target.context)) };
  const before = recorded();
  if (before && before.server !== made.server) {
    throw new Unusable(
      `There is a TaskFlow on ${before.context} (${before.server}) already. Take it away first: npm run try -- --down`,
    );
  }
  const facts = await withProgress(`asking ${made.context}`, () =>
    factsOf(made.context, cluster.instance),
  );
  const inTheWay = before ? [] : obstacles(facts, Object.values(cluster.namespaces));
  if (inTheWay.length > 0) throw new Unusable(notOurs(made.context, inTheWay));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(RECORD, JSON.stringify(made));
  const deployment = await deploymentOn(cli, made, settingsFor(facts, made.context));
  await withProgress(`releasing ${release.version}`, () => deployment.up());
  return `TaskFlow ${release.version} is deployed on ${made.context}, by ${deployment.by}.\n`;
}

/** Removes what {@link upOn} has made, if anything, and nothing else. */
export async function downOn(): Promise<void> {
  const made = recorded();
  if (!made) return;
  process.env["KUBECONFIG"] = made.kubeconfig;
  const { server } = await contextOf(made.context);
  if (server !== made.server) {
    throw new Unusable(
      `Context ${made.context} of ${made.kubeconfig} led to ${made.server} and leads to ${server}: nothing is removed there.`,
    );
  }
  const facts = await factsOf(made.context, localStack().cluster.instance);
  const deployment = await deploymentOn(engine(), made, settingsFor(facts, made.context));
  await withProgress(`taking TaskFlow away from ${made.context}`, () => deployment.destroy());
  rmSync(FOLDER, { recursive: true });
}

function recorded(): Made | undefined {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, "utf8")) as Made) : undefined;
}

function engine(): string {
  const cli = findPulumi();
  if (cli !== undefined) return cli;
  throw new Unusable(
    "On a cluster of your own only the engine deploys, and there is no pulumi CLI on PATH or under PULUMI_HOME.",
  );
}

async function deploymentOn(
  cli: string,
  { kubeconfig }: Made,
  settings: ReturnType<typeof settingsFor>,
) {
  const environment = { ...process.env, KUBECONFIG: kubeconfig };
  const project = new Project(settings, {}, FOLDER);
  return EngineDeployment.create({ sandbox: machine, environment }, project, cli);
}

function withoutImages(name: string): string {
  return `taskflow:release.${name}.digest of Pulumi.local.yaml is missing. A cluster of your own pulls images from a registry:
push them, and name registry and digests, as docs/local.md says.`;
}

function notOurs(context: string, inTheWay: readonly string[]): string {
  return `On ${context} there is already: ${inTheWay.join(", ")}.
None of it was made by npm run try, so none of it is touched. Use another cluster, or other names in taskflow:cluster
of Pulumi.local.yaml (instance, namespaces).`;
}
