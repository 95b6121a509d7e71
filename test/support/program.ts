import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewProgram } from "../../infra/preview/engine/index.ts";
import { root } from "./stacks.ts";

/** Previews a program that declares a few resources: unlike mocks it keeps options, parents, dependencies and names. */
export function previewResources(program: () => unknown): Promise<PreviewDocument> {
  return previewProgram(
    () => {
      program();
    },
    {
      project: "taskflow",
      stack: "test",
      root,
      config: {},
      secretKeys: [],
      log: () => undefined,
    },
  );
}
