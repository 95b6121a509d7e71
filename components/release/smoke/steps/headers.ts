import { nameOf } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import { StepFailure } from "../failure.ts";
import type { SmokeInput } from "../input.ts";
import { edgeOnly } from "../step.ts";

/** Every answer of the run that came through a route, refusals included. */
export const headers = edgeOnly({
  name: "headers",
  checklist: ["post-sec.3"],
  needs: ["health"],
  fix: "See whether each route of the edge names its middleware of headers.",
  run: ({ client, input }) => {
    for (const exchange of client.record) {
      // What is malformed may be refused before there is a route.
      const routed = [200, 201, 204, 401].includes(exchange.answer?.status ?? 0);
      if (routed) compare(exchange, input);
    }
  },
});

function wanted({ request }: Exchange, { api, page }: SmokeInput["expectedHeaders"]) {
  switch (request.kind) {
    case "api":
    case "login":
      return api;
    case "page":
    case "asset":
      return page;
    case "redirect":
      return {};
  }
}

function compare(
  exchange: Exchange,
  { expectedHeaders, removedHeaders }: Pick<SmokeInput, "expectedHeaders" | "removedHeaders">,
): void {
  const shown = exchange.answer?.headers ?? {};
  const asked = nameOf(exchange.request);
  for (const [name, value] of Object.entries(wanted(exchange, expectedHeaders))) {
    const found = shown[name.toLowerCase()];
    if (found !== value) {
      throw new StepFailure(
        `${asked} has ${name} ${found === undefined ? "not at all" : `"${String(found)}"`} instead of "${value}".`,
        exchange,
      );
    }
  }
  const told = removedHeaders.find((name) => shown[name.toLowerCase()] !== undefined);
  if (told !== undefined) {
    throw new StepFailure(`${asked} has ${told}, which tells what to attack.`, exchange);
  }
}
