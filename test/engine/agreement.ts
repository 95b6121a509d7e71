import { isDeepStrictEqual } from "node:util";
import { bytes, millicores } from "../../components/kubernetes/quantity.ts";
import { TEMPLATE_HASH } from "../../components/web/template-hash.ts";
import {
  type PreviewDocument,
  type PreviewedResource,
  UNKNOWN,
} from "../../infra/preview/document.ts";
import { fieldChanges } from "../../infra/preview/field-changes.ts";
import { titleOfUrn } from "../../infra/preview/names.ts";
import { fields } from "../support/objects.ts";

/** What one engine says and the other does not, one line each. */
export function disagreements(embedded: PreviewDocument, engine: PreviewDocument): string[] {
  const ours = byUrn(embedded);
  const theirs = byUrn(engine);
  return [
    ...[...ours.keys()].filter((urn) => !theirs.has(urn)).map((urn) => `only embedded: ${urn}`),
    ...[...theirs.keys()].filter((urn) => !ours.has(urn)).map((urn) => `only the engine: ${urn}`),
    ...[...ours].flatMap(([urn, mine]) => {
      const their = theirs.get(urn);
      return their ? between(mine, their).map((line) => `${titleOfUrn(urn)} ${line}`) : [];
    }),
    ...changes("outputs", embedded.outputs, engine.outputs),
  ];
}

function between(embedded: PreviewedResource, engine: PreviewedResource): string[] {
  const { inputs: ours, options: ourOptions, ...mine } = embedded;
  const { inputs: theirs, options: theirOptions, ...their } = engine;
  return [
    ...changes("", mine, their),
    ...changes("options", ourOptions, theirOptions),
    ...changes("inputs", ours, theirs),
  ];
}

function changes(what: string, embedded: object, engine: object): string[] {
  if (isDeepStrictEqual(embedded, engine)) return [];
  return (
    fieldChanges(embedded, engine)
      .filter(({ before, after }) => !isSameQuantity(before, after))
      // The provider leaves out text that is empty.
      .filter(({ before, after }) => !(before === "" && after === undefined))
      .map(({ path, before, after }) => {
        const field = [what, ...path].filter((part) => part !== "").join(".");
        return `${field}: embedded ${short(before)}, engine ${short(after)}`;
      })
  );
}

/** The provider writes quantities in their shortest form: what we call 2048Mi it calls 2Gi. */
function isSameQuantity(embedded: unknown, engine: unknown): boolean {
  if (typeof embedded !== "string" || typeof engine !== "string") return false;
  // NaN, which is no quantity, equals nothing.
  return [bytes, millicores].some((amount) => amount(embedded) === amount(engine));
}

function short(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/**
 * Resources by URN. Names that the provider draws anew each time are replaced wherever they stand, and so are hashes,
 * since what is hashed may have such a name in it, and is compared itself.
 */
function byUrn({ resources }: PreviewDocument): Map<string, PreviewedResource> {
  const drawn = new Map(
    resources.flatMap(({ inputs }) => {
      const { name } = fields(inputs["metadata"]);
      const stem = /^(.+)-[0-9a-f]{8}$/.exec(String(name))?.[1];
      return stem === undefined ? [] : [[String(name), `${stem}-…`] as const];
    }),
  );
  return new Map(
    resources.map((resource) => {
      const inputs = renamed(resource.inputs, drawn);
      const comparable = resource.type === HELM_RELEASE ? withoutZeros(inputs) : inputs;
      return [resource.urn, { ...resource, inputs: comparable as PreviewedResource["inputs"] }];
    }),
  );
}

/** Its check fills in every field that is not given. */
const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

function withoutZeros(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutZeros(inner)] as const);
  return Object.fromEntries(
    entries.filter(([, inner]) => inner !== false && inner !== "" && !isDeepStrictEqual(inner, [])),
  );
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner: unknown) => renamed(inner, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // What a provider notes for itself, and a hash over names that are compared themselves.
      .filter(([key]) => !key.startsWith("__") && key !== TEMPLATE_HASH && key !== "templateHash")
      // What gates are handed is JSON, with such names in it.
      .map(([key, inner]) => [
        key,
        renamed(key === "stdin" && inner !== UNKNOWN ? JSON.parse(String(inner)) : inner, names),
      ]),
  );
}
