import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsIn } from "../../docs/commands.ts";
import type { Deployed } from "../deployment/deployed.ts";

const DOCS = join(import.meta.dirname, "../../../docs");

/** Commands of the runbook that cannot be run here, by what they contain, and why. */
const ELSEWHERE: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/grafana|loki|otel-collector/, "the local stack has no dashboards and no aggregated logs"],
  [/alertmanager/, "shown where an alert reaches its receiver"],
  [/--repo=2/, "there is no off-site repository"],
  [/^kubectl (?:drain|describe)$/, "names a kind of command"],
  [/patch pvc/, "the volumes of this cluster are folders, which have no size"],
  [/pg_drop_replication_slot/, "there is no slot to lose"],
  [/--previous/, "nothing has restarted"],
  [/order,challenge/, "the authority is the stack's own, and has no orders"],
  [/^npm run|^npx pulumi/, "shown where the program itself is tested"],
];

/** What stands in the commands for names of one's own. */
const NAMES: readonly (readonly [name: RegExp, one: string])[] = [
  [/\bNODE\b/g, "node"],
  [/NAME-0\b/g, "postgres-0"],
  [/certificate NAME\b/g, "certificate postgres"],
  [/cronjob NAME\b/g, "cronjob restore-drill"],
  [/job\/NAME\b|job NAME\b/g, "job backup-now"],
  [/\bNAMESPACE\b/g, "taskflow"],
  [/\bPOD\b/g, "postgres-0"],
  [/app=JOB\b/g, "app=backup-full"],
  [/\bTABLE\b/g, "task"],
];

/** Seconds after which a command that shows what goes on has shown enough. */
const LONG_ENOUGH = 20;

/** The commands of the runbook, as whoever is called would run them. */
export function documents(deployed: () => Deployed): void {
  describe("its runbook", () => {
    for (const command of commandsIn(readFileSync(join(DOCS, "runbook.md"), "utf8"))) {
      const reason = ELSEWHERE.find(([pattern]) => pattern.test(command))?.[1];
      const title = `has a command that works: ${command}`;
      if (reason !== undefined) {
        it.skip(`${title} (${reason})`);
        continue;
      }
      it(title, async () => {
        const { cluster } = deployed();
        const named = NAMES.reduce((text, [name, one]) => text.replaceAll(name, one), command);
        const goesOn = / port-forward | logs -f /.test(named);
        // What filters may find nothing, but what is filtered must be there.
        const script = `timeout ${goesOn ? LONG_ENOUGH : 120} ${named}; exit "\${PIPESTATUS[0]}"`;
        const { status, stdout, stderr } = await cluster.sandbox.try(["bash", "-uc", script], {
          env: cluster.environment,
        });
        const ended = goesOn ? [0, 124] : [0];
        assert.ok(ended.includes(status ?? -1), `${named}: ${stdout}${stderr}`);
      });
    }
  });
}
