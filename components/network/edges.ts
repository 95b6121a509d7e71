/** One end of an edge inside the cluster: a workload of one of our namespaces. */
export interface WorkloadEnd {
  /** Namespace, by its key in the stack. */
  readonly namespace: string;
  /** Value of the `app` label. */
  readonly app: string;
}

/** A set of pods that is not ours, by the labels it is known by (an ingress controller, cluster DNS). */
export interface ForeignEnd {
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Default: every pod of those namespaces. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** Addresses outside the pods' network. A network policy cannot name hosts, so ranges stand for them. */
export interface AddressEnd {
  readonly cidrs: readonly string[];
}

export type End = WorkloadEnd | ForeignEnd | AddressEnd;

/** Somebody may open connections to somebody else, on one port. */
export interface Edge {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** Default: TCP. */
  readonly protocol?: "TCP" | "UDP";
  /** What the connection is for, in a few words: it is written beside the rule. */
  readonly why: string;
}

export function isWorkload(end: End): end is WorkloadEnd {
  return "app" in end;
}
