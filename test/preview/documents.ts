import {
  NO_POLICIES,
  type PolicyReport,
  type PreviewDocument,
  type PreviewedResource,
  STACK_TYPE,
  type Violation,
  summarize,
} from "../../infra/preview/document.ts";

const PREFIX = "urn:pulumi:test::taskflow::";

/** Documents that are made by hand. */
export const stack: PreviewedResource = {
  urn: `${PREFIX}${STACK_TYPE}::taskflow-test`,
  type: STACK_TYPE,
  name: "taskflow-test",
  dependsOn: [],
  custom: false,
  inputs: {},
  options: {},
};

export function component(
  type: string,
  name: string,
  parent: PreviewedResource = stack,
): PreviewedResource {
  return {
    ...stack,
    urn: `${PREFIX}taskflow:test:${type}::${name}`,
    type: `taskflow:test:${type}`,
    name,
    parent: parent.urn,
  };
}

export function object(
  type: string,
  name: string,
  inputs: PreviewedResource["inputs"],
  rest: Partial<PreviewedResource> = {},
): PreviewedResource {
  return {
    urn: `${PREFIX}kubernetes:${type}::${name}`,
    type: `kubernetes:${type}`,
    name,
    parent: stack.urn,
    dependsOn: [],
    custom: true,
    provider: `${PREFIX}pulumi:providers:kubernetes::default_4_33_0`,
    inputs,
    options: {},
    ...rest,
  };
}

/** Settings as the components name them: after their content. */
export function settings(
  name: string,
  hash: string,
  data: Readonly<Record<string, string>>,
): PreviewedResource {
  return object("core/v1:ConfigMap", `${name}-${hash}`, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `${name}-${hash}`, namespace: "taskflow" },
    immutable: true,
    data,
  });
}

export function documentOf(
  resources: readonly PreviewedResource[],
  rest: {
    violations?: readonly Violation[];
    policies?: Partial<PolicyReport>;
    outputs?: PreviewDocument["outputs"];
  } = {},
): PreviewDocument {
  const all = [stack, ...resources];
  return {
    stack: "test",
    engine: "embedded",
    resources: all,
    policies: {
      ...NO_POLICIES,
      evaluated: rest.violations ? 9 : 0,
      violations: rest.violations ?? [],
      ...rest.policies,
    },
    outputs: rest.outputs ?? {},
    summary: summarize(all),
  };
}

/** A violation of something by a Pod. */
export function violation(rest: Partial<Violation> = {}): Violation {
  return {
    policy: "digests",
    level: "mandatory",
    severity: "high",
    urn: `${PREFIX}kubernetes:core/v1:Pod::web`,
    path: "spec.containers[0].image",
    message: "Pod web: spec.containers[0].image is web:1; it must have a digest. Add it.",
    ...rest,
  };
}
