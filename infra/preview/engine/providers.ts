import { createHash } from "node:crypto";
import {
  type Wire,
  type WireObject,
  containsSecret,
  containsUnknown,
  isObject,
  isSecret,
  secret,
  unknown,
} from "./wire.ts";

/** What a provider makes of a resource in a preview that cannot reach anything. */
export interface Checked {
  readonly inputs: WireObject;
  readonly outputs: WireObject;
}

/** Follows the check of the provider that manages `type`, as far as it shows in a preview. */
export function check(
  urn: string,
  type: string,
  name: string,
  inputs: WireObject,
  secretOutputs: readonly string[],
): Checked {
  const checked = type.startsWith("kubernetes:") ? checkKubernetes(urn, name, inputs) : inputs;
  const computed = secretOutputs.filter((key) => !(key in checked));
  return {
    inputs: checked,
    outputs: { ...checked, ...Object.fromEntries(computed.map((key) => [key, secret(unknown)])) },
  };
}

/** Source: `Check` of the Kubernetes provider: autonaming, normal form of Secrets, secrets by field. */
function checkKubernetes(urn: string, name: string, inputs: WireObject): WireObject {
  return markSecrets(normalizeSecret(autoname(urn, name, inputs)), inputs);
}

/**
 * The provider draws eight hexadecimal digits. Here they follow from the URN, so that two previews of one program
 * are equal.
 */
function autoname(urn: string, name: string, inputs: WireObject): WireObject {
  const metadata = isObject(inputs["metadata"]) ? inputs["metadata"] : {};
  if ("name" in metadata) return inputs;
  const suffix = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return {
    ...inputs,
    metadata: {
      ...metadata,
      annotations: { ...annotations, "pulumi.com/autonamed": "true" },
      name: `${name}-${suffix}`,
    },
  };
}

/** `stringData` becomes `data`, as the API server stores it, once every value is known. */
function normalizeSecret(inputs: WireObject): WireObject {
  const { stringData, ...rest } = inputs;
  if (inputs["kind"] !== "Secret" || stringData === undefined || containsUnknown(inputs)) {
    return inputs;
  }
  const data = { ...asObject(rest["data"]) };
  for (const [key, text] of Object.entries(asObject(stringData))) data[key] = base64(text);
  return { ...rest, data };
}

function base64(value: Wire): Wire {
  const text = revealed(value);
  return typeof text === "string" ? Buffer.from(text).toString("base64") : value;
}

function revealed(value: Wire | undefined): Wire | undefined {
  return value !== undefined && isSecret(value) ? (value as WireObject)["value"] : value;
}

function asObject(value: Wire | undefined): Readonly<Record<string, Wire>> {
  const plain = revealed(value);
  return isObject(plain) ? plain : {};
}

/** The provider keeps secretness by field, not below: lists with a secret are secret as a whole. */
function markSecrets(checked: WireObject, inputs: WireObject): WireObject {
  if (checked["kind"] === "Secret") {
    return Object.fromEntries(
      Object.entries(checked).map(([key, value]) => [
        key,
        key === "data" || key === "stringData" ? secret(value) : value,
      ]),
    );
  }
  return Object.fromEntries(
    Object.entries(checked).map(([key, value]) => {
      const given = inputs[key];
      if (isSecret(value) || !containsSecret(given)) return [key, value];
      if (isObject(value) && isObject(given)) return [key, markSecrets(value, given)];
      return [key, secret(value)];
    }),
  );
}
