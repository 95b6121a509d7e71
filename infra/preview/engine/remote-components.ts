import { type WireObject, isObject } from "./wire.ts";

/** A resource that a remote component would register. */
export interface RemoteChild {
  readonly type: string;
  readonly name: string;
  readonly inputs: WireObject;
}

/**
 * The children of the remote components that the program uses. The engine asks their provider, which is a program
 * of its own; without it they are derived from the component's inputs.
 */
export function remoteChildren(type: string, name: string, inputs: WireObject): RemoteChild[] {
  if (type !== "kubernetes-cert-manager:index:CertManager") {
    throw new Error(
      `${type} is a component of a provider, and its children are known only to that: use --engine pulumi.`,
    );
  }
  const { helmOptions, ...typedValues } = inputs;
  const { values, ...options } = isObject(helmOptions) ? helmOptions : {};
  return [
    {
      type: "kubernetes:helm.sh/v3:Release",
      name: `${name}-helm`,
      inputs: {
        chart: "cert-manager",
        timeout: 300,
        ...options,
        values: { ...typedValues, ...(isObject(values) ? values : {}) },
      },
    },
  ];
}
