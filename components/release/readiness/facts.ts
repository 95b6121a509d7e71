import type { Condition } from "../kubernetes/objects.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { StatusError, ask } from "../kubernetes/request.ts";
import { deniedIn } from "./denied.ts";
import type { ReadinessInput } from "./input.ts";
import { MONITORING_RIGHTS, RIGHTS, type Right } from "./rights.ts";

/** What a cluster says about itself. */
export interface Facts {
  /** `v1.36.3` */
  readonly gitVersion: string;
  /** Groups and versions that are served. */
  readonly apis: readonly string[];
  /** Undefined where there is no such class. */
  readonly edgeClass: { readonly accepted: boolean } | undefined;
  readonly storageClasses: readonly { readonly name: string; readonly isDefault: boolean }[];
  readonly nodes: readonly { readonly name: string; readonly ready: boolean }[];
  /** Names of the nodes that are measured, or why the metrics API does not say. */
  readonly measured: readonly string[] | { readonly problem: string };
  /** What whoever deploys may not do, by namespace. */
  readonly denied: ReadonlyMap<string, readonly Right[]>;
}

interface Named {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

interface List<T> {
  readonly items: readonly T[];
}

type Conditions = Named & { readonly status?: { readonly conditions?: readonly Condition[] } };

/** Asks the cluster. */
export async function factsOf(connection: Connection, input: ReadinessInput): Promise<Facts> {
  const get = <T>(path: string) => ask<T>(connection, { path });
  const { gitVersion } = await get<{ readonly gitVersion: string }>("/version");
  const { groups } = await get<{
    readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
  }>("/apis");
  const { items: classes } = await get<List<Named>>("/apis/storage.k8s.io/v1/storageclasses");
  const { items: nodes } = await get<List<Conditions>>("/api/v1/nodes");
  return {
    gitVersion,
    apis: groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion)),
    edgeClass: await edgeClass(connection, input.edgeClass),
    storageClasses: classes.map(({ metadata: { name, annotations } }) => ({
      name,
      isDefault: annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    })),
    nodes: nodes.map((node) => ({ name: node.metadata.name, ready: is(node, "Ready") })),
    measured: await measured(connection),
    denied: await denied(connection, input),
  };
}

async function edgeClass(
  connection: Connection,
  { kind, name }: ReadinessInput["edgeClass"],
): Promise<Facts["edgeClass"]> {
  const path =
    kind === "IngressClass"
      ? `/apis/networking.k8s.io/v1/ingressclasses/${name}`
      : `/apis/gateway.networking.k8s.io/v1/gatewayclasses/${name}`;
  try {
    const found = await ask<Conditions>(connection, { path });
    // Nobody says of an IngressClass whether its controller runs.
    return { accepted: kind === "IngressClass" || is(found, "Accepted") };
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return undefined;
    throw error;
  }
}

async function measured(connection: Connection): Promise<Facts["measured"]> {
  try {
    const path = "/apis/metrics.k8s.io/v1beta1/nodes";
    const { items } = await ask<List<Named>>(connection, { path });
    return items.map(({ metadata }) => metadata.name);
  } catch (error) {
    if (error instanceof StatusError) return { problem: error.message };
    throw error;
  }
}

async function denied(
  connection: Connection,
  { namespace, monitoring }: ReadinessInput,
): Promise<Facts["denied"]> {
  const asked = [
    { namespace, rights: RIGHTS },
    ...(monitoring === undefined ? [] : [{ namespace: monitoring, rights: MONITORING_RIGHTS }]),
  ];
  const answers = asked.map(
    async ({ namespace, rights }) =>
      [namespace, await deniedIn(connection, namespace, rights)] as const,
  );
  return new Map(await Promise.all(answers));
}

function is({ status }: Conditions, condition: string): boolean {
  return (
    status?.conditions?.some((each) => each.type === condition && each.status === "True") === true
  );
}
