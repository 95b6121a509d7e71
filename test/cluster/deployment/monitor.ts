import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import { check } from "../../../infra/preview/engine/providers.ts";
import {
  type WireObject,
  containsUnknown,
  withoutOutputValues,
} from "../../../infra/preview/engine/wire.ts";
import { childUrn } from "../../../infra/urn.ts";

type Callback<T> = (error: Error | null, response?: T) => void;
type RegisterRequest = InstanceType<typeof resproto.RegisterResourceRequest>;

const Feature = resproto.ResourceMonitorFeature;

/** What a resource is registered with beside its inputs. */
export interface MakeOptions {
  /** Inputs that stay as they were once it is made. */
  readonly ignoreChanges: readonly string[];
  /** Whether it stays when it is declared no longer. */
  readonly retainOnDelete: boolean;
}

/** What has been made of a resource. */
export type Make = (
  urn: string,
  type: string,
  inputs: WireObject,
  options: MakeOptions,
) => Promise<WireObject>;

/** Inputs as the engine has them: those whose changes are ignored are those from before. */
export function withIgnored(
  inputs: WireObject,
  before: WireObject | undefined,
  { ignoreChanges }: MakeOptions,
): WireObject {
  if (!before) return inputs;
  const ignored = Object.entries(before).filter(([key]) => ignoreChanges.includes(key));
  return { ...inputs, ...Object.fromEntries(ignored) };
}

/** Answers a program as the engine does in an update. */
export class UpdateMonitor {
  readonly #project: string;
  readonly #stack: string;
  readonly #make: Make;

  constructor(project: string, stack: string, make: Make) {
    this.#project = project;
    this.#stack = stack;
    this.#make = make;
  }

  getDeploymentInfo(
    _request: unknown,
    callback: Callback<InstanceType<typeof resproto.DeploymentInfo>>,
  ): void {
    const info = new resproto.DeploymentInfo();
    info.setSupportedfeaturesList([
      Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
      Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
      Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
      Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    ]);
    callback(null, info);
  }

  registerResource(
    request: RegisterRequest,
    callback: Callback<InstanceType<typeof resproto.RegisterResourceResponse>>,
  ): void {
    this.#register(request).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  registerResourceOutputs(_request: unknown, callback: Callback<object>): void {
    callback(null, {});
  }

  async #register(request: RegisterRequest) {
    const type = request.getType();
    const name = request.getName();
    const urn = childUrn(this.#stack, this.#project, request.getParent(), type, name);
    const given = withoutOutputValues(request.getObject()?.toJavaScript() ?? {}) as WireObject;
    if (request.getRemote()) throw new Error(`${urn}: nothing here makes remote components`);
    if (containsUnknown(given)) throw new Error(`${urn} is given what is not known in an update`);
    const response = new resproto.RegisterResourceResponse();
    response.setUrn(urn);
    let outputs = given;
    if (request.getCustom()) {
      response.setId(name);
      if (!type.startsWith("pulumi:")) {
        const { inputs } = check(urn, type, name, given, []);
        outputs = await this.#make(urn, type, inputs, {
          ignoreChanges: request.getIgnorechangesList(),
          retainOnDelete: request.getRetainondelete() ?? false,
        });
      }
    }
    response.setObject(structproto.Struct.fromJavaScript(outputs));
    return response;
  }
}
