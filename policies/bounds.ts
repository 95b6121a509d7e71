import { at } from "./graph.ts";
import { each } from "./each.ts";
import { isUnset } from "./pods.ts";
import { quantity } from "./quantity.ts";
import type { Finding } from "./rule.ts";
import { join } from "./unknown.ts";
import type { Container } from "./workloads.ts";

/** What is wrong with the request and the limit of one resource. Ephemeral containers can have neither. */
export function* resource({ kind, value, path }: Container, name: string): Generator<Finding> {
  if (kind === "ephemeral") return;
  const amount = (bound: string) => at(value, "resources", bound, name);
  yield* each(["requests", "limits"], function* (bound) {
    const is = amount(bound);
    const found = { path: join(`${path}.resources.${bound}`, name), is: is ?? undefined };
    const number = quantity(is);
    if (isUnset(is)) yield { ...found, must: "be set" };
    else if (number === undefined) yield { ...found, must: "be a quantity of Kubernetes" };
    else if (number <= 0) yield { ...found, must: "be more than zero" };
  });
  const [request, limit] = [quantity(amount("requests")), quantity(amount("limits"))];
  if (request !== undefined && limit !== undefined && limit > 0 && request > limit) {
    const must = "be at most the limit";
    yield { path: join(`${path}.resources.requests`, name), is: amount("requests"), must };
  }
}
