import { NETWORK } from "./layout.ts";
import { pod } from "./trial.ts";

/** Where policies apply, and where pods of others are. */
export const [NAMESPACE, NEIGHBOURS] = ["policies", "neighbours"] as const;

const namespace = (name: string) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
});

/** A server that can be told to open a connection. */
export const server = (app: string, place: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: app, namespace: place, labels: { app } },
  spec: pod(
    {},
    {
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 },
    },
  ),
});

/** One of them is behind a Service. */
export const PARTIES = [
  namespace(NAMESPACE),
  namespace(NEIGHBOURS),
  server("client", NAMESPACE),
  server("server", NAMESPACE),
  server("stranger", NEIGHBOURS),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "server", namespace: NAMESPACE },
    spec: { selector: { app: "server" }, ports: [{ port: 80, targetPort: 8080 }] },
  },
];

/** What the cluster has given them. */
export interface Addresses {
  readonly client: string;
  readonly server: string;
  readonly stranger: string;
  /** Of the Service. */
  readonly service: string;
}

/** A connection that one of them may or may not open. */
export interface Connection {
  readonly from: string;
  readonly to: string;
}

/** Each kind of connection. */
export function connections({ client, server, stranger, service }: Addresses) {
  return {
    "to a pod": { from: client, to: `${server}:8080` },
    "to another port": { from: client, to: `${server}:8081` },
    "to a Service": { from: client, to: `${service}:80` },
    "to a name": { from: client, to: `server.${NAMESPACE}:80` },
    "to another namespace": { from: client, to: `${stranger}:8080` },
    "from another namespace": { from: stranger, to: `${server}:8080` },
    "to the API server": { from: client, to: `${NETWORK.apiService}:443` },
  } satisfies Record<string, Connection>;
}

export type ConnectionName = keyof ReturnType<typeof connections>;

/** Policies, and what may be opened while they are all that there is. */
export interface Trial {
  readonly title: string;
  readonly policies: (addresses: Addresses) => Readonly<Record<string, object>>;
  readonly open: readonly ConnectionName[];
}

const everybody = { podSelector: {} };
const ofClient = { podSelector: { matchLabels: { app: "client" } } };
const ofServer = { podSelector: { matchLabels: { app: "server" } } };
const neighbours = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": NEIGHBOURS } },
};
const dns = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

/** Each pod is selected, and nothing is let in or out. */
export const nobody = { ...everybody, policyTypes: ["Ingress", "Egress"] };
const tcp = (port: number | string) => ({ port, protocol: "TCP" });
/** The server lets everybody in, so that what the client may is seen. */
const openServer = { ...ofServer, ingress: [{}] };

const out = (...egress: readonly object[]) => ({ ...ofClient, policyTypes: ["Egress"], egress });

export const TRIALS: readonly Trial[] = [
  {
    title: "leaves open what no policy selects",
    policies: () => ({ others: { ...nobody, podSelector: { matchLabels: { app: "other" } } } }),
    open: [
      ...(["to a pod", "to another port", "to a Service", "to a name"] as const),
      ...(["to another namespace", "from another namespace", "to the API server"] as const),
    ],
  },
  { title: "closes both directions by default", policies: () => ({ nobody }), open: [] },
  {
    title: "wants both ends to allow it",
    policies: () => ({ nobody, client: out({ to: [ofServer] }) }),
    open: [],
  },
  {
    title: "opens the port that has the name",
    policies: () => ({
      nobody,
      client: out({ to: [ofServer] }),
      server: { ...ofServer, ingress: [{ from: [ofClient], ports: [tcp("http")] }] },
    }),
    open: ["to a pod", "to a Service"],
  },
  {
    title: "opens name lookups by namespace, pod and port",
    policies: () => ({
      nobody,
      client: out(
        { to: [ofServer], ports: [tcp(8080)] },
        { to: [dns], ports: [{ port: 53, protocol: "UDP" }, tcp(53)] },
      ),
      server: openServer,
    }),
    open: ["to a pod", "to a Service", "to a name", "from another namespace"],
  },
  {
    title: "opens to another namespace",
    policies: () => ({ nobody, client: out({ to: [neighbours] }) }),
    open: ["to another namespace"],
  },
  {
    title: "opens from another namespace",
    policies: () => ({ nobody, server: { ...ofServer, ingress: [{ from: [neighbours] }] } }),
    open: ["from another namespace"],
  },
  {
    title: "opens addresses but for those that it excepts",
    policies: ({ server }) => ({
      nobody,
      client: out({ to: [{ ipBlock: { cidr: NETWORK.pods, except: [`${server}/32`] } }] }),
      server: openServer,
    }),
    open: ["to another namespace", "from another namespace"],
  },
  {
    title: "opens the API server by its address and its own port",
    policies: () => ({
      nobody,
      client: out({ to: [{ ipBlock: { cidr: `${NETWORK.node}/32` } }], ports: [tcp(6443)] }),
    }),
    open: ["to the API server"],
  },
];

export function policy(name: string, spec: object): object {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: NAMESPACE },
    spec,
  };
}
