import { answered, nameOf } from "../api.ts";
import { StepFailure } from "../failure.ts";
import { edgeOnly } from "../step.ts";

/** Plain HTTP leads to the same page over HTTPS, and shows nothing itself. */
export const redirect = edgeOnly({
  name: "redirect",
  checklist: ["post-sec.1"],
  needs: ["reachable"],
  fix: "See whether the edge's entry point for HTTP redirects.",
  run: async ({ client, target, input }) => {
    const [path = "/"] = input.pages;
    const url = new URL(path, target.http);
    const exchange = answered(
      await client.send({ method: "GET", url, kind: "redirect", headers: {} }),
      ...[301, 302, 307, 308],
    );
    const { location = "" } = exchange.answer.headers;
    const wanted = new URL(path, target.pages).href;
    if (!URL.canParse(location, url.href) || new URL(location, url).href !== wanted) {
      throw new StepFailure(
        `${nameOf(exchange.request)} over HTTP leads to ${location || "nowhere"} instead of ${wanted}.`,
        exchange,
      );
    }
  },
});
