import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, execProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import type { Mount } from "../kubernetes/volumes.ts";
import { PATHS, PORTS } from "./names.ts";

/** The server at either end of the backup link. It is restarted by nobody when its certificate is renewed. */
export function pgbackrestServer(
  placement: Placement,
  args: {
    readonly resources: Resources;
    readonly mounts: readonly Mount[];
    readonly env?: Readonly<Record<string, string>>;
  },
): ContainerArgs {
  const listening = { tcpSocket: { port: PORTS.repository } };
  return {
    name: "pgbackrest",
    image: placement.platform.image("postgres"),
    command: ["reload-on-change", PATHS.tls, "pgbackrest", "server"],
    ports: { pgbackrest: PORTS.repository },
    resources: args.resources,
    mounts: args.mounts,
    ...(args.env && { env: args.env }),
    probes: {
      startup: { ...listening, periodSeconds: 2, failureThreshold: 30 },
      // A whole handshake, so that an end whose certificate does not serve is not sent any work.
      readiness: execProbe(["pgbackrest", "server-ping", "--log-level-console=warn"], {
        timeoutSeconds: 10,
        periodSeconds: 20,
      }),
      liveness: { ...listening, periodSeconds: 20, failureThreshold: 3 },
    },
  };
}
