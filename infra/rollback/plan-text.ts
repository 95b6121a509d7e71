import type { Restore } from "../../components/release/rollback/restore.ts";
import type { Target } from "../../components/release/rollback/target.ts";

/** What will happen, in the order of the checklist. */
export function planText(
  stack: string,
  target: Target,
  {
    restore,
    stopTraffic,
  }: { readonly restore: Restore | undefined; readonly stopTraffic: boolean },
): string {
  const { version, record, undoes, moves } = target;
  const steps = [
    stopTraffic
      ? "stop traffic: backend and frontend get no pods, and nobody is served"
      : undefined,
    `roll back: ${moves
      .map(({ name, from, to }) =>
        to
          ? `${name} from ${from ?? "another version"} to ${version} (${to.metadata?.name ?? ""})`
          : `${name} is at ${version} already`,
      )
      .join(", ")}`,
    "verify that every pod is of that release and ready",
    restore
      ? `restore the database: keep its present state (backup and logical copy), then put the data back to ${restore.words}. What was written since is lost but for that copy`
      : undefined,
    stopTraffic ? "enable traffic again" : undefined,
    "verify with the smoke test",
  ].filter((step) => step !== undefined);
  return [
    `${stack} goes back to ${version}${undoes ? ` from ${undoes.version} (record ${undoes.id})` : ""}:`,
    "",
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    "",
    record
      ? `${version} passed every gate on ${record.end.slice(0, 10)} (record ${record.id}).`
      : `warning: nobody has recorded that ${version} ever passed its gates.`,
    ...(restore ? [] : ["The data stay as they are."]),
  ].join("\n");
}

/** What to do next: from then on Pulumi and the cluster differ. */
export function nextText(stack: string, { version, undoes }: Target): string {
  return `Pulumi still takes ${undoes?.version ?? "the release that was undone"} for what runs: its state and the cluster differ in the pods of
backend and frontend${undoes?.schema ? " (and the schema, where it was restored)" : ""}. A plain \`npx pulumi up\` would release it again where it has not passed its
smoke test, and change nothing where it has. Next, either

  declare what runs:  set taskflow:release to ${version} in Pulumi.${stack}.yaml, with its digests and its evidence, and run
                      npx pulumi up --stack ${stack} --refresh
  or go forward:      release what mends it as a new version with npx pulumi up --stack ${stack}
`;
}
