import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { SECRET, UNKNOWN } from "../../infra/preview/document.ts";
import { type Fields, type KubernetesObject, fields } from "../support/objects.ts";
import { formats } from "./formats.ts";
import type { Bundle } from "./trim.ts";

/** Something that the API server would refuse or, worse, drop. */
export interface SchemaProblem {
  readonly urn: string;
  /** Where, as a JSON pointer, and what. */
  readonly message: string;
}

const bundles = ["kubernetes-1.36.json", "custom-resources.json"].map(
  (file) => JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Bundle,
);

/** What the schemas were made from. */
export const provenance = bundles.map((bundle) => bundle.provenance);

/** `apps/v1/Deployment`, `v1/Service`. */
export function kindKey({
  apiVersion,
  kind,
}: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  return `${apiVersion}/${kind}`;
}

/** All that is wrong with an object by the schema of its kind. What the preview does not show counts as right. */
export function schemaProblems(object: Pick<KubernetesObject, "urn" | "body">): SchemaProblem[] {
  const { urn, body } = object;
  const key = kindKey({ apiVersion: String(body["apiVersion"]), kind: String(body["kind"]) });
  const index = bundles.findIndex(({ kinds }) => key in kinds);
  const validate = validatorOf(index, key);
  if (!validate) {
    return [{ urn, message: `There is no schema of ${key}: name it in test/schemas/sources.ts.` }];
  }
  const problems = problemsBy(validate, body);
  // The definitions of custom resources say no more of metadata than that it is an object.
  const ofMetadata =
    index === KUBERNETES ? [] : problemsBy(objectMeta, body["metadata"], "/metadata");
  return [...problems, ...ofMetadata].map((message) => ({ urn, message }));
}

function problemsBy(validate: ValidateFunction, value: unknown, path = ""): string[] {
  validate(value);
  return (validate.errors ?? [])
    .filter(({ data }) => !isHidden(data))
    .map((error) => text(path, error));
}

/** How many values the preview does not show, so that no schema could be asked about them. */
export function hiddenValues(value: unknown): number {
  if (isHidden(value)) return 1;
  const inner = Array.isArray(value) ? (value as unknown[]) : Object.values(fields(value));
  return inner.reduce<number>((sum, part) => sum + hiddenValues(part), 0);
}

function isHidden(value: unknown): boolean {
  return value === UNKNOWN || value === SECRET;
}

const validators = new Map<string, ValidateFunction>();
const instances = bundles.map(({ $defs }, index) => {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    // The patterns are those of Go, which knows no Unicode mode.
    unicodeRegExp: false,
    formats,
  });
  return ajv.addSchema({ $id: `bundle-${index}`, $defs });
});
const KUBERNETES = 0;
const objectMeta = compile(KUBERNETES, "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

function validatorOf(index: number, key: string): ValidateFunction | undefined {
  const name = bundles[index]?.kinds[key];
  if (name === undefined) return undefined;
  const validator = validators.get(key) ?? compile(index, name);
  validators.set(key, validator);
  return validator;
}

function compile(index: number, name: string): ValidateFunction {
  const pointer = name.replaceAll("~", "~0").replaceAll("/", "~1");
  const ajv = instances[index];
  if (!ajv) throw new Error(`There is no bundle ${index}.`);
  return ajv.compile({ $ref: `bundle-${index}#/$defs/${encodeURIComponent(pointer)}` });
}

function text(path: string, { instancePath, message = "is wrong", params }: ErrorObject): string {
  const details = Object.values(params as Fields).map((value) => JSON.stringify(value));
  const place = `${path}${instancePath}` || "/";
  return `${place} ${message}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}
