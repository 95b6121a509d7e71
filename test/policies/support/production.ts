import assert from "node:assert/strict";
import { parseConfig } from "../../../infra/config/parse.ts";
import { NAMESPACE } from "../../../infra/config/problem.ts";
import { readStackFile } from "../../../infra/config/stack-file.ts";
import { runProgram } from "../../../infra/preview/engine/index.ts";
import { type PreviewDocument, UNKNOWN as HIDDEN } from "../../../infra/preview/document.ts";
import { program } from "../../../infra/program.ts";
import type { Graph, Inputs, StackFacts } from "../../../policies/graph.ts";
import { UNKNOWN } from "../../../policies/unknown.ts";
import type { Waiver } from "../../../policies/waivers.ts";
import { stackFacts } from "../../../stacks/facts.ts";
import { type StackName, root } from "../../support/stacks.ts";

/** What a stack declares, as the rules see it, and what its configuration waives. */
export interface Declared {
  readonly graph: Graph & { readonly stack: StackFacts };
  readonly waivers: readonly Waiver[];
}

const declared = new Map<StackName, Promise<Declared>>();

/** Runs the program of a stack once for all tests of a run. Change copies of it only. */
export function declaredBy(stack: StackName): Promise<Declared> {
  const known = declared.get(stack);
  if (known) return known;
  const running = run(stack);
  declared.set(stack, running);
  return running;
}

async function run(stack: StackName): Promise<Declared> {
  const { config, secretKeys, problems } = readStackFile(root, stack);
  assert.deepEqual(problems, []);
  const parsed = parseConfig(config, secretKeys);
  assert.ok(parsed.ok);
  const surroundings = { project: NAMESPACE, stack, root, config, secretKeys: [...secretKeys] };
  const monitor = await runProgram(program, { ...surroundings, log: () => undefined });
  return {
    graph: { resources: monitor.declared, stack: stackFacts(parsed.config) },
    waivers: Object.values(parsed.config.waivers),
  };
}

/** What a preview shows, as the rules see it: for stacks that are made of others. Secrets stay hidden. */
export function graphOf(document: PreviewDocument): Graph["resources"] {
  return document.resources
    .filter(({ custom }) => custom)
    .map(({ urn, type, name, inputs, options }) => ({
      ...{ id: urn, type, name },
      inputs: unhidden(inputs) as Inputs,
      options: { protect: options.protect === true },
    }));
}

function unhidden(value: unknown): unknown {
  if (value === HIDDEN) return UNKNOWN;
  if (Array.isArray(value)) return value.map(unhidden);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unhidden(inner)]));
}
