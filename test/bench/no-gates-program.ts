/*
 * Stands in for the program of the gates, to tell what these cost: each one holds at once, with nothing but what the
 * stack reads of it. The schema is migrated all the same, as whoever has no gates would have it done.
 */
import { execFileSync } from "node:child_process";
import { text } from "node:stream/consumers";
// Types alone, which are gone when it runs: it is copied to where the gates' own program is.
import type { BackupResult } from "../../components/release/gates/backup.ts";
import type { ReadinessResult } from "../../components/release/gates/readiness.ts";
import type { RecordResult } from "../../components/release/gates/record.ts";
import type { RehearseResult } from "../../components/release/gates/rehearse.ts";

const gate = process.argv.at(-1);
const input = JSON.parse(await text(process.stdin)) as {
  readonly namespace: string;
  readonly cronJob: string;
};
if (gate === "migrate") migrate();
const held = {
  ...{ id: "none", version: "none", location: "none", serving: {}, copies: [] },
  logical: { file: "none" },
  schema: { version: "none", tables: [] },
} satisfies Pick<ReadinessResult, "serving"> &
  Pick<BackupResult, "id" | "version" | "copies"> &
  Pick<RehearseResult, "schema"> &
  RecordResult & { readonly logical: Pick<BackupResult["logical"], "file"> };
process.stdout.write(JSON.stringify(held));

function migrate(): void {
  const job = `bare-migration-${Date.now()}`;
  const kubectl = (...args: readonly string[]) =>
    execFileSync("kubectl", [...args, `--namespace=${input.namespace}`], { stdio: "ignore" });
  kubectl("create", "job", job, `--from=cronjob/${input.cronJob}`);
  kubectl("wait", `job/${job}`, "--for=condition=Complete", "--timeout=300s");
}
