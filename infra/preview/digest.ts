import {
  NO_POLICIES,
  type PreviewDocument,
  type PreviewedResource,
  type ResourceOptions,
  SECRET,
  UNKNOWN,
  summarize,
  unknownFrom,
} from "./document.ts";
import { isRecord } from "./names.ts";

/*
 * The engine's own account of a preview, made into our document.
 * Source: pkg/backend/display/json.go, sdk/go/common/apitype and resource/plugin/rpc.go of pulumi/pulumi.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** State of a resource as `pulumi preview --json` prints it. */
interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly delete?: boolean;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
}

/** What `pulumi preview --json` prints. */
export interface Digest {
  readonly steps?: readonly { readonly op: string; readonly newState?: ResourceState }[];
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
}

/** The document of a successful preview. `outputs` are the stack's, which the digest leaves out. */
export function fromDigest(
  stack: string,
  digest: Digest,
  outputs: Readonly<Record<string, unknown>>,
): PreviewDocument {
  // A replacement is several steps of one resource, which all carry its new state.
  const states = new Map<string, ResourceState>();
  for (const { op, newState } of digest.steps ?? []) {
    if (newState && !newState.delete && !op.startsWith("delete"))
      states.set(newState.urn, newState);
  }
  const resources = [...states.values()].map(fromState);
  return {
    stack,
    engine: "pulumi",
    resources,
    policies: NO_POLICIES,
    outputs: redactRecord(outputs),
    summary: summarize(resources),
  };
}

/** The last outputs of the stack in an event log, one JSON document a line. */
export function stackOutputs(eventLog: string): Readonly<Record<string, unknown>> {
  let outputs: Readonly<Record<string, unknown>> = {};
  for (const line of eventLog.split("\n")) {
    if (!line.includes('"resOutputsEvent"') || !line.includes("pulumi:pulumi:Stack")) continue;
    const { resOutputsEvent } = JSON.parse(line) as {
      resOutputsEvent?: { metadata: { type: string; new: { outputs?: Record<string, unknown> } } };
    };
    if (resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack") {
      outputs = resOutputsEvent.metadata.new.outputs ?? {};
    }
  }
  return outputs;
}

function fromState(state: ResourceState): PreviewedResource {
  const { propertyDependencies = {} } = state;
  const ofInputs = Object.values(propertyDependencies).flat();
  const dependsOn = new Set([...(state.dependencies ?? []), ...ofInputs]);
  const inputs = redactRecord(state.inputs ?? {});
  return {
    urn: state.urn,
    type: state.type,
    name: state.urn.split("::").slice(3).join("::"),
    ...(state.parent && { parent: state.parent }),
    dependsOn: [...dependsOn].sort(),
    custom: state.custom ?? false,
    ...(state.provider && { provider: state.provider.slice(0, state.provider.lastIndexOf("::")) }),
    inputs,
    ...unknownFrom(inputs, Object.entries(propertyDependencies)),
    options: optionsOf(state),
  };
}

function optionsOf(state: ResourceState): ResourceOptions {
  const { ignoreChanges, aliases, additionalSecretOutputs } = state;
  return {
    ...(state.protect && { protect: true }),
    ...(state.retainOnDelete && { retainOnDelete: true }),
    ...(ignoreChanges?.length && { ignoreChanges }),
    ...(aliases?.length && { aliases }),
    ...(additionalSecretOutputs?.length && { additionalSecretOutputs }),
  };
}

function redactRecord(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner)]));
}

function redact(value: unknown): unknown {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return value.map(redact);
  if (!isRecord(value)) return value;
  return value[SIGNATURE] === SECRET_SIGNATURE ? SECRET : redactRecord(value);
}
