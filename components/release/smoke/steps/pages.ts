import { answered, nameOf } from "../api.ts";
import type { SmokeContext } from "../context.ts";
import type { Answered, SmokeRequest } from "../exchange.ts";
import { StepFailure } from "../failure.ts";
import { type ContentKind, contentKind, references } from "../references.ts";
import { everywhere } from "../step.ts";

/** Every page with what it refers to and what that refers to: one missing script is a blank page. */
export const pages = everywhere({
  name: "pages",
  checklist: ["step5.4", "post-func.8"],
  needs: ["reachable", "certificate"],
  fix: "See whether the frontend's pods are of this release, and what its build wrote.",
  run: async (context) => {
    const { target, input } = context;
    const files = new Map<string, ContentKind | undefined>();
    for (const path of input.pages) {
      const page = await get(context, new URL(path, target.pages), "page");
      expectKind(page, "html");
      for (const { url, kind } of references(page)) files.set(url, kind);
    }
    // Grows while it is walked: scripts import scripts.
    for (const [url, kind] of files) {
      const file = await get(context, new URL(url), "asset");
      if (kind) expectKind(file, kind);
      for (const found of references(file)) {
        if (!files.has(found.url)) files.set(found.url, found.kind);
      }
    }
  },
});

async function get(
  { client }: SmokeContext,
  url: URL,
  kind: SmokeRequest["kind"],
): Promise<Answered> {
  const exchange = answered(await client.send({ method: "GET", url, kind, headers: {} }), 200);
  if (exchange.answer.body.trim() === "") {
    throw new StepFailure(`${nameOf(exchange.request)} is empty.`, exchange);
  }
  return exchange;
}

/** A page that stands in for every path that is no file answers for a missing script too. */
function expectKind(exchange: Answered, kind: ContentKind): void {
  if (contentKind(exchange) === kind) return;
  const type = exchange.answer.headers["content-type"] ?? "nothing";
  throw new StepFailure(`${nameOf(exchange.request)} is ${type} instead of ${kind}.`, exchange);
}
