import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import { type PreviewedResource, type ResourceOptions, unknownFrom } from "../document.ts";
import type { Resource, SourcePosition } from "../../../policies/graph.ts";
import { childUrn } from "../../urn.ts";
import { check } from "./providers.ts";
import { type RemoteChild, remoteChildren } from "./remote-components.ts";
import { type Frame, sourceOf } from "./source.ts";
import { type WireObject, declaredInputs, redact, withoutOutputValues } from "./wire.ts";

type Callback<T> = (error: Error | null, response?: T) => void;
type RegisterRequest = InstanceType<typeof resproto.RegisterResourceRequest>;
type ReadRequest = InstanceType<typeof resproto.ReadResourceRequest>;
type OutputsRequest = InstanceType<typeof resproto.RegisterResourceOutputsRequest>;

const Feature = resproto.ResourceMonitorFeature;

/** What a program may rely on, as of the engine that package.json pins. */
const supported = [
  Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
];

const ROOT_TYPE = "pulumi:pulumi:Stack";

/**
 * A resource monitor that answers a program as the engine does in a preview of a new stack: what a provider
 * computes is unknown, secrets stay secret, and nothing is called, read or written.
 *
 * The plain mocks of the SDK cannot serve here: they drop options, dependencies and the names that providers give.
 */
export class PreviewMonitor {
  readonly #project: string;
  readonly #stack: string;
  readonly #root: string;
  readonly #resources = new Map<string, PreviewedResource>();
  /** As declared, with what is unknown and secret told apart: for the policies. */
  readonly #declared: Resource[] = [];
  /** The providers that each resource hands to its children, by package. */
  readonly #providers = new Map<string, ReadonlyMap<string, string>>();
  #outputs: Readonly<Record<string, unknown>> = {};

  /** @param root directory of the program: positions in it are relative to it. */
  constructor(project: string, stack: string, root: string) {
    this.#project = project;
    this.#stack = stack;
    this.#root = root;
  }

  /** In the order of registration. */
  get resources(): readonly PreviewedResource[] {
    return [...this.#resources.values()];
  }

  /** What the policies judge: custom resources with their inputs, and where the program declares them. */
  get declared(): readonly Resource[] {
    return this.#declared;
  }

  /** Outputs of the stack. */
  get outputs(): Readonly<Record<string, unknown>> {
    return this.#outputs;
  }

  getDeploymentInfo(
    _request: unknown,
    callback: Callback<InstanceType<typeof resproto.DeploymentInfo>>,
  ): void {
    const info = new resproto.DeploymentInfo();
    info.setSupportedfeaturesList(supported);
    callback(null, info);
  }

  registerResource(
    request: RegisterRequest,
    callback: Callback<InstanceType<typeof resproto.RegisterResourceResponse>>,
  ): void {
    const type = request.getType();
    const name = request.getName();
    const urn = this.#urn(request.getParent(), type, name);
    if (this.#resources.has(urn)) {
      callback(new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`));
      return;
    }
    const given: WireObject = {
      ...(withoutOutputValues(request.getObject()?.toJavaScript() ?? {}) as WireObject),
      ...(isProvider(request) && { version: request.getVersion() }),
    };
    const custom = request.getCustom();
    const { inputs, outputs } = custom
      ? check(urn, type, name, given, request.getAdditionalsecretoutputsList())
      : { inputs: given, outputs: given };
    const provider = custom ? this.#provider(request) : undefined;
    const dependsOn = [...request.getDependenciesList()].sort();
    // Inputs of a remote component go to its provider, and the engine keeps none of them.
    const shown = request.getRemote() ? {} : (redact(inputs) as Record<string, unknown>);
    this.#resources.set(urn, {
      urn,
      type,
      name,
      ...(request.getParent() && { parent: request.getParent() }),
      dependsOn,
      custom,
      ...(provider && { provider }),
      inputs: shown,
      ...unknownFrom(shown, propertyDependencies(request)),
      options: options(request),
    });
    this.#providers.set(urn, new Map(request.getProvidersMap().entries()));
    const source = sourceOf(framesOf(request), this.#root);
    if (custom) {
      this.#declared.push({
        id: urn,
        type,
        name,
        inputs: declaredInputs(inputs),
        options: { protect: request.getProtect() === true },
        ...(source && { source }),
      });
    }
    if (request.getRemote()) {
      for (const child of remoteChildren(type, name, given)) {
        this.#addRemoteChild(urn, child, carried(request), source);
      }
    }

    const response = new resproto.RegisterResourceResponse();
    response.setUrn(urn);
    response.setObject(structproto.Struct.fromJavaScript(outputs));
    callback(null, response);
  }

  #addRemoteChild(
    parent: string,
    { type, name, inputs }: RemoteChild,
    dependsOn: readonly string[],
    source: SourcePosition | undefined,
  ): void {
    const urn = this.#urn(parent, type, name);
    const provider = this.#providerFor(type, parent);
    this.#resources.set(urn, {
      urn,
      type,
      name,
      parent,
      dependsOn,
      custom: true,
      ...(provider !== undefined && { provider: withoutId(provider) }),
      inputs: redact(inputs) as Record<string, unknown>,
      options: {},
    });
    this.#declared.push({
      ...{ id: urn, type, name },
      inputs: declaredInputs(inputs),
      options: {},
      ...(source && { source }),
    });
  }

  registerResourceOutputs(request: OutputsRequest, callback: Callback<object>): void {
    if (this.#resources.get(request.getUrn())?.type === ROOT_TYPE) {
      const outputs = request.getOutputs()?.toJavaScript() ?? {};
      this.#outputs = redact(withoutOutputValues(outputs)) as Record<string, unknown>;
    }
    callback(null, {});
  }

  readResource(request: ReadRequest, callback: Callback<never>): void {
    callback(
      new Error(
        `${request.getType()} "${request.getName()}" reads ${request.getId()} from its provider, which only the ` +
          "real engine can do: use --engine pulumi.",
      ),
    );
  }

  invoke(request: { getTok(): string }, callback: Callback<never>): void {
    callback(
      new Error(
        `${request.getTok()} asks its provider, which only the real engine can do: use --engine pulumi.`,
      ),
    );
  }

  #urn(parent: string, type: string, name: string): string {
    return childUrn(this.#stack, this.#project, parent, type, name);
  }

  /** The provider that a resource's ancestors hand down. A program passes it on itself; the engine does for others. */
  #providerFor(type: string, parent: string): string | undefined {
    const [providerPackage = ""] = type.split(":");
    for (let urn: string | undefined = parent; urn; urn = this.#resources.get(urn)?.parent) {
      const provider = this.#providers.get(urn)?.get(providerPackage);
      if (provider !== undefined) return provider;
    }
    return undefined;
  }

  /** The provider's URN; for what names none, that of the default provider, which previews do not list. */
  #provider(request: RegisterRequest): string {
    if (isProvider(request)) return "";
    const given = request.getProvider();
    if (given) return withoutId(given);
    const [providerPackage = ""] = request.getType().split(":");
    const version = request.getVersion().replace(/[.+-]/g, "_");
    return this.#urn("", `pulumi:providers:${providerPackage}`, `default_${version}`);
  }
}

/** The SDK has a position for some registrations only, and it is that of the innermost call; the trace has them all. */
function framesOf(request: RegisterRequest): Frame[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return frames.map((frame) => ({ uri: frame.getPc()?.getUri(), line: frame.getPc()?.getLine() }));
}

/** What the inputs depend on, without what the program orders explicitly: that stays with the component. */
function carried(request: RegisterRequest): string[] {
  return [...new Set(propertyDependencies(request).flatMap(([, urns]) => urns))].sort();
}

function propertyDependencies(request: RegisterRequest): [input: string, urns: string[]][] {
  const found: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, input) => {
    found.push([input, dependencies.getUrnsList()]);
  });
  return found;
}

/** A reference to a provider is its URN and its id. */
function withoutId(provider: string): string {
  return provider.slice(0, provider.lastIndexOf("::"));
}

function isProvider(request: RegisterRequest): boolean {
  return request.getType().startsWith("pulumi:providers:");
}

function options(request: RegisterRequest): ResourceOptions {
  const ignoreChanges = request.getIgnorechangesList();
  const additionalSecretOutputs = request.getAdditionalsecretoutputsList();
  const aliases = request
    .getAliasesList()
    .map((alias) => alias.getUrn())
    .filter((urn) => urn !== "");
  return {
    ...(request.getProtect() && { protect: true as const }),
    ...(request.getRetainondelete() && { retainOnDelete: true as const }),
    ...(request.getDeletebeforereplace() && { deleteBeforeReplace: true as const }),
    ...(ignoreChanges.length > 0 && { ignoreChanges }),
    ...(additionalSecretOutputs.length > 0 && { additionalSecretOutputs }),
    ...(aliases.length > 0 && { aliases }),
  };
}
