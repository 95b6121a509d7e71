import { tlsSecretName } from "../../../components/edge/certificate.ts";
import type { Settings } from "../../../infra/config/index.ts";
import { quote } from "../../../infra/config/problem.ts";
import { STACK } from "../deployment/project.ts";
import { PASSWORD } from "./sights.ts";

/** What somebody who looks around on a cluster of their own needs to know. */
export interface OwnSights {
  readonly version: string;
  /** What made it, in words. */
  readonly by: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** Folder of the project as it was deployed: its configuration leads to that cluster. */
  readonly project: string;
  readonly settings: Pick<Settings, "cluster" | "domain" | "edge" | "smokeUser">;
}

const AUTHORITY = `{{index .data "ca.crt" | base64decode}}`;

/** How the site is reached, credentials, and three things to look at, by commands that can be copied. */
export function ownSights({ settings, ...made }: OwnSights): string {
  const { version, by, kubeconfig, context, project } = made;
  const { namespaces } = settings.cluster;
  const { host } = settings.domain;
  const { className, controllerNamespace } = settings.edge;
  const kubectl = `kubectl --kubeconfig ${quote(kubeconfig)} --context ${quote(context)} --namespace`;
  const releases = `KUBECONFIG=${quote(kubeconfig)} npm --prefix ${quote(project)} run -s releases -- --stack ${STACK}`;
  return `
TaskFlow ${version} is deployed on ${context}, by ${by}.

address      https://${host}. Where you look from, ${host} must resolve to the controller of the class ${className}:
             ${kubectl} ${controllerNamespace} get services
credentials  Secrets of the namespace ${namespaces.application}. The user of the smoke test, ${settings.smokeUser}, has
             ${kubectl} ${namespaces.application} get secret -l app.kubernetes.io/name=smoke-user -o go-template='${PASSWORD}'

Three things to look at:

1. The site. A browser warns of a certificate that is its own issuer; curl is told of it, and where the controller is:
   here on this machine, else put its address in the place of 127.0.0.1.
     ${kubectl} ${namespaces.application} get secret ${tlsSecretName(host)} -o go-template='${AUTHORITY}' > authority.crt
     curl --include --cacert authority.crt --resolve ${host}:443:127.0.0.1 https://${host}/health
2. What is measured, and what would be told to whoever is on call: http://localhost:9090/alerts, while this runs
     ${kubectl} ${namespaces.monitoring} port-forward service/prometheus 9090
3. What has been released here, and how this release came, gate by gate:
     ${releases}
     ${releases} --show ${version}

Take all of it away: npm run try -- --down
`;
}
