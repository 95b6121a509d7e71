import type { Facts } from "./facts.ts";

/** The cluster that something was made on. */
export interface Made {
  readonly kubeconfig: string;
  readonly context: string;
  /** Of the API server. */
  readonly server: string;
  /** Of the cluster. The same context may lead to another one another day, also by the same address. */
  readonly identity: string;
}

type Target = Pick<Made, "kubeconfig" | "context">;

/** What is in the way of a TaskFlow on this cluster: one on another, which would be forgotten. */
export function elsewhere(
  before: Made | undefined,
  { identity }: Pick<Facts, "identity">,
): string | undefined {
  if (!before || before.identity === identity) return undefined;
  const { context, server } = before;
  return `There is a TaskFlow on ${context} (${server}) already. Take it away first: npm run try -- --down`;
}

/** Why nothing is removed where the context leads now. */
export function replaced(
  made: Made,
  { identity }: Pick<Facts, "identity">,
  record: string,
): string | undefined {
  if (made.identity === identity) return undefined;
  return `Context ${made.context} of ${made.kubeconfig} leads to another cluster than the one that TaskFlow was deployed on,
so nothing is removed there. ${ifGone(record)}`;
}

/** Why nothing can be removed from a cluster that cannot be asked. */
export function unreachable({ kubeconfig, context }: Target, why: string, record: string): string {
  return `${context} of ${kubeconfig} cannot be asked, so nothing is removed there: ${why}
${ifGone(record)}`;
}

function ifGone(record: string): string {
  return `If that cluster is gone for good, so is what was made on it: remove ${record}.`;
}
