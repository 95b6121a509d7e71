/** What somebody who looks around needs to know. */
export interface Sights {
  /** What made it, in words. */
  readonly by: string;
  /** Of the site on this machine's loopback. */
  readonly port: number;
  /** File with the authority of the site's certificate. */
  readonly authority: string;
}

const KUBECTL = "npm run -s cluster -- exec -- kubectl --namespace taskflow";
/** The password of a Secret of an account, for kubectl. */
export const PASSWORD = "{{(index .items 0).data.password | base64decode}}";

/** Address, credentials, and three things to look at. */
export function sights({ by, port, authority }: Sights): string {
  const address = `https://taskflow.localhost${port === 443 ? "" : `:${port}`}`;
  return `
TaskFlow is deployed, by ${by}.

address      ${address}
authority    ${authority}
credentials  Secrets of the namespace taskflow. The user of the smoke test, smoke-test@example.com, has
             ${KUBECTL} get secret -l app.kubernetes.io/name=smoke-user -o go-template='${PASSWORD}'

Three things to look at:

1. The site. A browser warns of a certificate that is its own issuer; curl is told of it:
     curl --include --cacert ${authority} ${address}/health
2. What the release has done on its way, gate by gate, in Jobs: backups, a rehearsal, the migration.
     ${KUBECTL} get jobs,pods
3. A release that does not hold. It is rolled out, tried, and taken back, and the site goes on answering:
     npm run try -- --release v1.3.0-sick
${port === 443 ? "" : ELSEWHERE}
Take all of it away: npm run try -- --down
`;
}

const ELSEWHERE = `
Port 443 of this machine is taken, so the address has another. Pages can be looked at, but the API refuses to change
anything for pages of an address that is not its own: to log in, free the port and run npm run try again.
`;
