import { UNKNOWN as UNKNOWN_INPUT } from "../../../policies/unknown.ts";
import { SECRET, UNKNOWN } from "../document.ts";

/*
 * How property values travel between a program and the engine.
 * Source: sdk/nodejs/runtime/rpc.ts and proto/pulumi/resource.proto of pulumi/pulumi.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Wire = null | boolean | number | string | readonly Wire[] | WireObject;
export interface WireObject {
  readonly [key: string]: Wire;
}

export const unknown: Wire = UNKNOWN_SENTINEL;

export function secret(value: Wire): WireObject {
  return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

export function isObject(value: Wire | undefined): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Wire | undefined): boolean {
  return isObject(value) && value[SIGNATURE] === SECRET_SIGNATURE;
}

/** Whether a value, however deep, is known only to the update. */
export function containsUnknown(value: Wire | undefined): boolean {
  if (value === UNKNOWN_SENTINEL) return true;
  if (Array.isArray(value)) return (value as readonly Wire[]).some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** Whether a value, however deep, is secret. */
export function containsSecret(value: Wire | undefined): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return (value as readonly Wire[]).some(containsSecret);
  return isObject(value) && Object.values(value).some(containsSecret);
}

/**
 * Outputs as the engine stores them: their dependencies are recorded beside the inputs, so what is left of an
 * output is its value, that it is unknown, or that it is secret.
 */
export function withoutOutputValues(value: Wire): Wire {
  if (Array.isArray(value)) return (value as readonly Wire[]).map(withoutOutputValues);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === OUTPUT_SIGNATURE) {
    const plain = value["value"] === undefined ? unknown : withoutOutputValues(value["value"]);
    return value["secret"] === true ? secret(plain) : plain;
  }
  return mapValues(value, withoutOutputValues);
}

/** A value as a person may see it: secrets and unknowns are replaced, resources are named by their URN. */
export function redact(value: Wire): unknown {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return (value as readonly Wire[]).map(redact);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET_SIGNATURE) return SECRET;
  if (value[SIGNATURE] === RESOURCE_SIGNATURE) return value["urn"];
  return mapValues(value, redact);
}

/** Inputs as the policies read them: what is unknown is marked, and a secret is its value. */
export function declaredInputs(inputs: WireObject): Record<string, unknown> {
  return mapValues(inputs, declared);
}

function declared(value: Wire): unknown {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN_INPUT;
  if (Array.isArray(value)) return (value as readonly Wire[]).map(declared);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET_SIGNATURE) return declared(value["value"] ?? null);
  if (value[SIGNATURE] === RESOURCE_SIGNATURE) return value["urn"];
  return mapValues(value, declared);
}

function mapValues<T>(value: WireObject, map: (value: Wire) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
}
