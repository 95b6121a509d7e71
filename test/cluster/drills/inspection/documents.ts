import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { blockCommandsIn, commandsIn } from "../../../docs/commands.ts";
import type { Deployed } from "../../deployment/deployed.ts";
import { EngineDeployment } from "../../deployment/engine.ts";
import { STACK } from "../../deployment/project.ts";
import { until } from "../../until.ts";

const DOCS = join(import.meta.dirname, "../../../../docs");

/** There are commands about a Job that has given up, and a healthy stack has none: {@link occasion} makes one. */
const JOB = "given-up";

/** Commands of the runbook that cannot be run here, by what they contain, and why. */
const ELSEWHERE: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/grafana|loki|otel-collector/, "the local stack has no dashboards and no aggregated logs"],
  [/alertmanager/, "shown where an alert reaches its receiver"],
  [/--repo=2/, "there is no off-site repository"],
  [/prometheus-0 -- df/, "Prometheus has no such program beside it here"],
  [/^curl /, "is asked from outside, and shown at the edge"],
  [/^kubectl (?:drain|describe)$/, "names a kind of command"],
  [/patch pvc/, "the volumes of this cluster are folders, which have no size"],
  [/pg_drop_replication_slot/, "the server's settings allow no slot"],
  [/delete statefulset/, "shown where a volume is to be larger"],
  [/^npm run|^npx pulumi/, "shown where the program itself is tested"],
];

/** What stands in the commands for names of one's own. */
const NAMES: readonly (readonly [name: RegExp, one: string])[] = [
  [/\bNODE\b/g, "node"],
  [/NAME-0\b/g, "postgres-0"],
  [/certificate NAME\b/g, "certificate postgres"],
  [/cronjob NAME\b/g, "cronjob restore-drill"],
  [/\bjob(\/| )NAME\b/g, `job$1${JOB}`],
  [/\bNAMESPACE\b/g, "taskflow"],
  [/\bPOD\b/g, "postgres-0"],
  [/app=JOB\b/g, "app=backup-full"],
  [/\bTABLE\b/g, "task"],
];

/** Statuses of a command that `timeout` has ended, and of one whose reader, such as `head`, has gone. */
const TIMED_OUT = 124;
const READ_ENOUGH = 128 + constants.signals.SIGPIPE;

/** Seconds after which a command that shows what goes on has shown enough. */
const LONG_ENOUGH = 20;

/** Commands of the document of a deployment that other parts show, by what they begin with. */
const SHOWN: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^npx pulumi up /, "is how all of this is deployed"],
  [/^npx pulumi destroy /, "is the end of this test"],
  [/^npm run checklist /, "needs no cluster, and is shown where checklists are tested"],
  [/^npm run -s preview .*--against /, "needs a checkout, and is shown where previews are tested"],
];

/** The commands of the documents about a release, as whoever makes one would run them. */
function deployment(deployed: () => Deployed): void {
  describe("the document of its deployment", () => {
    works(blockCommandsIn(read("deployment.md")), SHOWN, async function (command) {
      const own = command.replace("--stack production", `--stack ${STACK}`);
      const pulumi = own.replace(/^npx pulumi /, "");
      const { deployment } = deployed();
      if (pulumi !== own && !(deployment instanceof EngineDeployment)) this.skip();
      const { status, stdout, stderr } =
        pulumi !== own && deployment instanceof EngineDeployment
          ? await deployment.run(...pulumi.split(" "))
          : await deployed().command(own);
      assert.equal(status, 0, stdout + stderr);
      assert.notEqual(stdout, "");
    });
  });
}

/** A test a command, left out where there is a reason for its like. */
function works(
  commands: readonly string[],
  elsewhere: readonly (readonly [pattern: RegExp, reason: string])[],
  run: (this: Mocha.Context, command: string) => Promise<void>,
): void {
  for (const command of commands) {
    const reason = elsewhere.find(([pattern]) => pattern.test(command))?.[1];
    const title = `has a command that works: ${command}`;
    if (reason !== undefined) {
      it.skip(`${title} (${reason})`);
      continue;
    }
    it(title, function () {
      return run.call(this, command);
    });
  }
}

function read(name: string): string {
  return readFileSync(join(DOCS, name), "utf8");
}

/** The commands of the documents, each as it stands there. */
export function documents(deployed: () => Deployed): void {
  deployment(deployed);
  runbook(deployed);
}

/** The commands of the runbook, as whoever is called would run them. */
function runbook(deployed: () => Deployed): void {
  describe("its runbook", () => {
    before(() => occasion(deployed()));

    works(commandsIn(read("runbook.md")), ELSEWHERE, async (command) => {
      const { cluster } = deployed();
      const named = NAMES.reduce((text, [name, one]) => text.replaceAll(name, one), command);
      const goesOn = / port-forward | logs -f /.test(named);
      // What filters may find nothing, but what is filtered must be there.
      const script = `timeout ${goesOn ? LONG_ENOUGH : 120} ${named}; exit "\${PIPESTATUS[0]}"`;
      const { status, stdout, stderr } = await cluster.sandbox.try(["bash", "-uc", script], {
        env: cluster.environment,
      });
      const ended = [
        0,
        ...(goesOn ? [TIMED_OUT] : []),
        ...(named.includes("|") ? [READ_ENOUGH] : []),
      ];
      assert.ok(ended.includes(status ?? -1), `${named}: ${stdout}${stderr}`);
    });
  });
}

/** A Job by its name, and a container that was started again. */
async function occasion({ cluster, stack }: Deployed): Promise<void> {
  const kubectl = (...args: string[]) => cluster.kubectl([...args, "--namespace=taskflow"]);
  await kubectl("create", "job", JOB, "--from=cronjob/logical-copy");
  await kubectl("wait", `job/${JOB}`, "--for=condition=Complete", "--timeout=120s");
  await stack.postgres("bash", "-c", "kill 1");
  await until("a server that was started again", async () => {
    const status = "{.status.containerStatuses[?(@.name=='postgres')]['restartCount', 'ready']}";
    const said = await kubectl("get", "pod/postgres-0", `--output=jsonpath=${status}`);
    return said === "1 true" || undefined;
  });
}
