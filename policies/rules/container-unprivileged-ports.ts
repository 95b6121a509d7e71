import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import type { Rule } from "../rule.ts";

const port = (containerPort: number) => deployment({ container: { ports: [{ containerPort }] } });

export const containerUnprivilegedPorts: Rule = {
  name: "container-unprivileged-ports",
  title: "No container listens on a port below 1024.",
  why: "Those ports need root or a capability; a Service maps any port to one that needs neither.",
  severity: "low",
  checklist: [],
  standards: { kubeLinter: ["privileged-ports"], trivy: ["KSV-0117"] },
  fix: "Listen on 1024 or above, and map the port in the Service.",
  examples: { compliant: [port(8080)], violating: [port(80)] },
  looksAt: "container",
  *check({ value, path }) {
    yield* eachIn(at(value, "ports"), `${path}.ports`, function* (port, path) {
      const number = at(port, "containerPort");
      if (typeof number === "number" && number >= 1024 && number <= 65_535) return;
      const must = "be from 1024 to 65535";
      yield { path: `${path}.containerPort`, is: number ?? undefined, must };
    });
  },
};
