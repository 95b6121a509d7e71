import * as pulumi from "@pulumi/pulumi";
import { type Inputs, at, record } from "../policies/graph.ts";
import { UNKNOWN } from "../policies/unknown.ts";

/** How the SDK hands secrets to a transform that are no outputs. Source: sdk/nodejs/runtime/rpc.ts. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Members of an output that its declarations leave out. */
interface Settled {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}

/**
 * Inputs of a registration as the policies read them: outputs and secrets are their values, and what is not known
 * even now is marked. The name is the one that a preview gave, where the provider has yet to give one.
 */
export async function givenInputs(props: object, previewed: Inputs = {}): Promise<Inputs> {
  const inputs = record(await plain(props)) ?? {};
  const metadata = record(at(inputs, "metadata"));
  const name = at(previewed, "metadata", "name");
  if (name === undefined || (metadata && "name" in metadata)) return inputs;
  return { ...inputs, metadata: { ...metadata, name } };
}

async function plain(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const output = value as unknown as Settled;
    return (await output.isKnown) ? plain(await output.promise()) : UNKNOWN;
  }
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  // References to resources, and files, are no records.
  if (!isRecord(value)) return value;
  if (value[SIGNATURE] === SECRET_SIGNATURE) return plain(value["value"]);
  const entries = Object.entries(value).map(
    async ([key, inner]) => [key, await plain(inner)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
