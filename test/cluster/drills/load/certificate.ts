import type { Cluster } from "../../cluster.ts";
import { NETWORK } from "../../layout.ts";
import type { Setting } from "../../deployment/project.ts";

const AUTHORITY = "visitors-trust";
const CERTIFICATE = ["certificate/taskflow-localhost", "--namespace=taskflow"];
const HOST = "taskflow.localhost";

/** Certificates of an authority, so that who trusts it trusts a renewed one too. */
export const issuerSettings: readonly Setting[] = [
  { path: ["taskflow:tls", "issuer"], value: { type: "existing", name: AUTHORITY } },
];

/** The authority, which is the cluster's own. */
export const issuer = {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: AUTHORITY },
  spec: { ca: { secretName: "trial" } },
};

/** Has the site's certificate renewed before its time, as `cmctl renew` does. */
export async function renew(cluster: Cluster): Promise<void> {
  const condition = {
    type: "Issuing",
    status: "True",
    reason: "ManuallyTriggered",
    message: "Certificate re-issuance manually triggered",
    lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ""),
  };
  const patch = JSON.stringify([{ op: "add", path: "/status/conditions/-", value: condition }]);
  const how = ["--subresource=status", "--type=json", `--patch=${patch}`];
  await cluster.kubectl(["patch", ...CERTIFICATE, ...how]);
}

/** Serial number of the certificate that the edge shows. */
export async function servedSerial(cluster: Cluster): Promise<string> {
  const show = `openssl s_client -connect "$1:443" -servername "$2" | openssl x509 -noout -serial`;
  const shell = ["bash", "-euo", "pipefail", "-c", show, "bash", NETWORK.node, HOST];
  return (await cluster.sandbox.run(shell)).trim();
}
