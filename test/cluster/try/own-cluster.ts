import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../../../components/release/evidence/words.ts";
import { findPulumi } from "../../../infra/preview/cli-engine.ts";
import { Unusable } from "../../../infra/preview/failure.ts";
import { EngineDeployment } from "../deployment/engine.ts";
import { Project, type Setting } from "../deployment/project.ts";
import { machine } from "../machine.ts";
import { withProgress } from "../progress.ts";
import { localStack } from "../stack/local-stack.ts";
import type { Target } from "./arguments.ts";
import { contextOf, factsOf, obstacles, settingsFor } from "./facts.ts";
import { type Made, elsewhere, replaced, unreachable } from "./made.ts";
import type { OwnSights } from "./own-sights.ts";

/** Where it is remembered what was made on a cluster of somebody's own. */
const FOLDER = join(import.meta.dirname, "../../../.cache/own-cluster");
const RECORD = join(FOLDER, "target.json");

/** The local stack on a cluster that has room for it. */
export interface Prepared extends OwnSights {
  /** @throws Error with what stopped it. */
  readonly release: () => Promise<void>;
}

/**
 * Sees whether the local stack can be deployed on a cluster that is there already, where images come from a registry.
 *
 * @throws Unusable with what cannot be done there, before anything is.
 */
export async function prepareOn(target: Target): Promise<Prepared> {
  const cli = engine();
  const settings = localStack();
  const { cluster, release } = settings;
  for (const name of ["backend", "frontend", "migrations"] as const) {
    if (release[name].digest === undefined) throw new Unusable(withoutImages(name));
  }
  const kubeconfig = resolve(target.kubeconfig);
  if (!existsSync(kubeconfig)) throw new Unusable(`There is no file ${kubeconfig}.`);
  process.env["KUBECONFIG"] = kubeconfig;
  const { server, context } = await usable(kubeconfig, () => contextOf(target.context));
  const facts = await usable(`${context} of ${kubeconfig}`, () =>
    withProgress(`asking ${context}`, () => factsOf(context, cluster.instance)),
  );
  const before = recorded();
  const taken = elsewhere(before, facts);
  if (taken !== undefined) throw new Unusable(taken);
  const inTheWay = before ? [] : obstacles(facts, Object.values(cluster.namespaces));
  if (inTheWay.length > 0) throw new Unusable(notOurs(context, inTheWay));
  const made: Made = { kubeconfig, context, server, identity: facts.identity };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(RECORD, JSON.stringify(made));
  const deployment = await deploymentOn(cli, made, settingsFor(facts, context));
  const { version } = release;
  return {
    ...{ settings, version, by: deployment.by },
    ...{ kubeconfig, context, project: deployment.root },
    release: async () => {
      await withProgress(`releasing ${version}`, () => deployment.up());
    },
  };
}

/**
 * Removes what was released on such a cluster, if anything, and nothing else.
 *
 * @throws Unusable where that cluster is not to be found.
 */
export async function downOn(): Promise<void> {
  const made = recorded();
  if (!made) return;
  const { kubeconfig, context } = made;
  process.env["KUBECONFIG"] = kubeconfig;
  const facts = await factsOf(context, localStack().cluster.instance).catch((error: unknown) => {
    throw new Unusable(unreachable(made, messageOf(error), FOLDER));
  });
  const another = replaced(made, facts, FOLDER);
  if (another !== undefined) throw new Unusable(another);
  const deployment = await deploymentOn(engine(), made, settingsFor(facts, context));
  await withProgress(`taking TaskFlow away from ${context}`, () => deployment.destroy());
  rmSync(FOLDER, { recursive: true });
}

/** What a cluster says, or why it does not. */
async function usable<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Unusable(`${what} cannot be used: ${messageOf(error)}`);
  }
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

async function deploymentOn(cli: string, { kubeconfig }: Made, settings: readonly Setting[]) {
  const environment = { ...process.env, KUBECONFIG: kubeconfig };
  const project = new Project(settings, {}, FOLDER);
  const place = { sandbox: machine, environment, fetchesPlugins: true };
  return EngineDeployment.create(place, project, cli);
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
