import { createRequire } from "node:module";
import { requireOfSdk } from "./stand-in.ts";

/*
 * The SDK does work for each resource whose result nobody sees in a preview in process: messages of a log that is not
 * kept, and packing for a wire that there is not. That is left out for programs that are previewed, and for them alone.
 */

type Method = (this: unknown, ...args: unknown[]) => unknown;

const require = createRequire(import.meta.url);
const previewed = new WeakSet();
const { getStore } = require("@pulumi/pulumi/runtime/state") as { getStore: () => object };

/** Says that the program of the current store is previewed in this process. Any other has the real engine. */
export function quiet(): void {
  previewed.add(getStore());
}

/** Has previewed programs do something else. */
function inPreviews(owner: object, name: string, other: Method): void {
  const methods = owner as Record<string, Method>;
  const original = methods[name];
  if (!original) return;
  methods[name] = function (...args) {
    return (previewed.has(getStore()) ? other : original).apply(this, args);
  };
}

inPreviews(require("@pulumi/pulumi/log") as object, "debug", () => Promise.resolve());

const { RegisterResourceResponse } = require("@pulumi/pulumi/proto/resource_pb") as {
  RegisterResourceResponse: { prototype: object };
};
inPreviews(RegisterResourceResponse.prototype, "toString", () => "");

const { Struct } = requireOfSdk("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: new () => { toJavaScript: () => unknown };
};
inPreviews(Struct, "fromJavaScript", (value) =>
  Object.assign(new Struct(), { toJavaScript: () => sorted(value) }),
);

/** A copy with its keys in the order in which a message has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
