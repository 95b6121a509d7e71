import { previewOf } from "../../support/stacks.ts";
import { STACK } from "./project.ts";

/** URNs of this stack whose like is protected in production. */
export async function protectedInProduction(): Promise<string[]> {
  const production = await previewOf("production");
  const kept = production.resources
    .filter(({ options }) => options.protect)
    .map(({ urn }) => urn.replace("urn:pulumi:production::", `urn:pulumi:${STACK}::`));
  const here = new Set((await previewOf(STACK)).resources.map(({ urn }) => urn));
  return kept.filter((urn) => here.has(urn));
}
