import { type Graph, type Resource, at } from "./graph.ts";
import type { StackFacts } from "./graph.ts";
import type { Manifest } from "./rule.ts";

/** The stack that examples belong to, where a rule asks for one. */
export const EXAMPLE_STACK: StackFacts = {
  environment: "production",
  version: "v1.0.0",
  timeZone: "Europe/Berlin",
  contacts: ["devopsLead", "databaseAdmin", "securityLead", "onCallEngineer"],
  maxConnections: 100,
};

/**
 * The graph of an example. `options` of an example's object are those of the engine, as the program gives them:
 * they are no part of the object.
 */
export function exampleGraph(
  manifests: readonly Manifest[],
  facts: Partial<StackFacts> = {},
): Graph & { readonly stack: StackFacts } {
  const resources = manifests.map(({ options, ...inputs }, index): Resource => {
    const { apiVersion, kind } = inputs;
    const name = at(inputs, "metadata", "name");
    return {
      id: String(index),
      type: `kubernetes:${String(apiVersion)}:${String(kind)}`,
      name: typeof name === "string" ? name : String(index),
      inputs,
      options: options ?? {},
    };
  });
  return { resources, stack: { ...EXAMPLE_STACK, ...facts } };
}
