import { type Connection, connect } from "../../../components/release/kubernetes/connect.ts";
import { ask } from "../../../components/release/kubernetes/request.ts";
import type { Setting } from "../deployment/project.ts";

/** What a deployment must know of a cluster that is there already. */
export interface Facts {
  /** What no other cluster has, whatever leads to it: the uid of its namespace kube-system. */
  readonly identity: string;
  /** Addresses of its API server behind the Service, and their port. */
  readonly apiServer: { readonly addresses: readonly string[]; readonly port: number };
  /** Addresses of its nodes. */
  readonly nodes: readonly string[];
  /** Namespaces, and objects beside them with the label of a TaskFlow, as people name them. */
  readonly namespaces: readonly string[];
  readonly labelled: readonly string[];
}

interface List<T> {
  readonly items: readonly (T & {
    readonly metadata: { readonly name: string; readonly uid: string };
  })[];
}

/** Kinds that a stack has beside its namespaces, by the path of their list. */
const CLUSTER_WIDE = {
  PriorityClass: "/apis/scheduling.k8s.io/v1/priorityclasses",
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
} as const;

/**
 * Asks the cluster that `KUBECONFIG` names.
 *
 * @param instance name of the TaskFlow that is to be.
 */
export async function factsOf(context: string | undefined, instance: string): Promise<Facts> {
  const connection = await connect(context);
  const list = <T>(path: string) => ask<List<T>>(connection, { path });
  const { items: namespaces } = await list("/api/v1/namespaces");
  const { items: nodes } = await list<Node>("/api/v1/nodes");
  const selector = encodeURIComponent(`app.kubernetes.io/instance=${instance}`);
  const labelled = await Promise.all(
    Object.entries(CLUSTER_WIDE).map(async ([kind, path]) => {
      const { items } = await list(`${path}?labelSelector=${selector}`);
      return items.map(({ metadata }) => `${kind} ${metadata.name}`);
    }),
  );
  return {
    identity:
      namespaces.find(({ metadata }) => metadata.name === "kube-system")?.metadata.uid ?? "",
    apiServer: await apiServerOf(connection),
    nodes: nodes.flatMap(({ status }) =>
      status.addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address),
    ),
    namespaces: namespaces.map(({ metadata }) => metadata.name),
    labelled: labelled.flat(),
  };
}

/** The name that a kubeconfig has for where it leads. */
export async function contextOf(
  context: string | undefined,
): Promise<Record<"context" | "server", string>> {
  const { config, server } = await connect(context);
  return { context: config.getCurrentContext(), server: server.href };
}

/** What is in the way of a TaskFlow with these namespaces: what it would take over is not its own to remove. */
export function obstacles(facts: Facts, namespaces: readonly string[]): string[] {
  return [
    ...namespaces
      .filter((name) => facts.namespaces.includes(name))
      .map((name) => `Namespace ${name}`),
    ...facts.labelled,
  ];
}

/** Settings by which network policies know the cluster. */
export function settingsFor({ apiServer, nodes }: Facts, context: string): Setting[] {
  const ranges = (addresses: readonly string[]) =>
    addresses.map((address) => `${address}/${address.includes(":") ? 128 : 32}`);
  const cluster = (path: readonly string[], value: unknown) => ({
    path: ["taskflow:cluster", ...path],
    value,
  });
  return [
    cluster(["context"], context),
    cluster(["apiServer"], { ranges: ranges(apiServer.addresses), port: apiServer.port }),
    cluster(["nodeRanges"], ranges(nodes)),
  ];
}

interface Node {
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
  };
}

interface Slice {
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly port: number }[];
}

async function apiServerOf(connection: Connection): Promise<Facts["apiServer"]> {
  const path =
    "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes";
  const { items } = await ask<List<Slice>>(connection, { path });
  const addresses = items.flatMap(({ endpoints }) => endpoints.flatMap((each) => each.addresses));
  return { addresses, port: items[0]?.ports[0]?.port ?? 443 };
}
