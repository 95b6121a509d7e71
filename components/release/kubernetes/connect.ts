import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";

/** An API server, and how to be let in. */
export interface Connection {
  readonly server: URL;
  /** What each request needs beside its path. A login that expires is renewed here. */
  readonly credentials: () => Promise<RequestOptions>;
  /** The same for the client library, which alone knows how to forward a port. */
  readonly config: KubeConfig;
}

/**
 * Connects as the provider of the stack does: by the kubeconfig that `KUBECONFIG` or the home directory has.
 *
 * @param context name in it. Default: its current one.
 * @throws Error that says what is missing from it.
 */
export async function connect(context?: string): Promise<Connection> {
  // Only gates need it, and it is larger than all else that a preview loads.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) {
      throw new Error(
        `The kubeconfig has no context ${context}, which cluster.context names. It has: ${known.join(", ") || "none"}.`,
      );
    }
    config.setCurrentContext(context);
  }
  const server = config.getCurrentCluster()?.server ?? "";
  if (!server.startsWith("https://")) {
    throw new Error(
      "No kubeconfig names a cluster with an address of https://. Set KUBECONFIG to the file that does.",
    );
  }
  return {
    config,
    server: new URL(server),
    credentials: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return options;
    },
  };
}
