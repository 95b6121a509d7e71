import { ingress } from "../example-objects.ts";
import type { Rule } from "../rule.ts";
import { eachRoute } from "../routes.ts";

export const routeHasTls: Rule = {
  name: "route-has-tls",
  title: "Every route answers by HTTPS only, for each of its hosts; by plain HTTP it may redirect.",
  why: "What goes over the wire in plain text is read and changed on the way, logins among it.",
  severity: "critical",
  checklist: ["sec.7"],
  standards: { nsa: true, polaris: ["tlsSettingsMissing"], kubescape: ["C-0263"] },
  fix: "Add the host to `spec.tls`, or attach the route to an HTTPS listener.",
  examples: { compliant: [ingress()], violating: [ingress({ spec: { tls: [] } })] },
  looksAt: "graph",
  check: (graph) =>
    eachRoute(graph, function* ({ plain, redirects, hosts }) {
      if (!plain || redirects) return;
      const must = `have TLS for ${hosts.map(({ value }) => value).join(", ")}, and no way by plain HTTP`;
      yield { ...plain, must };
    }),
};
