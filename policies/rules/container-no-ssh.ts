import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { eachIn } from "../each.ts";
import type { Rule } from "../rule.ts";

const port = (containerPort: number, name: string) =>
  deployment({ container: { ports: [{ name, containerPort }] } });

export const containerNoSsh: Rule = {
  name: "container-no-ssh",
  title: "No container offers SSH.",
  why: "A login inside a container goes past the cluster's authentication and its audit log.",
  severity: "high",
  checklist: [],
  standards: { kubeLinter: ["ssh-port"] },
  fix: "Remove the server; `kubectl exec` and `kubectl debug` are authenticated and logged.",
  examples: {
    compliant: [port(8080, "http")],
    violating: [port(22, "shell"), port(2222, "shell"), port(8022, "ssh")],
  },
  looksAt: "container",
  *check({ value, path }) {
    yield* eachIn(at(value, "ports"), `${path}.ports`, function* (port, path) {
      const number = at(port, "containerPort");
      if (number === 22 || number === 2222) {
        yield { path: `${path}.containerPort`, is: number, must: "not be a port of SSH" };
      } else if (at(port, "name") === "ssh") {
        yield { path: `${path}.name`, is: "ssh", must: "not be a port of SSH" };
      }
    });
  },
};
