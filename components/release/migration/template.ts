import { CONTAINERS } from "../../database/names.ts";
import type { CronJob } from "../kubernetes/objects.ts";

/**
 * What is in the cluster is what is about to be released, and not what somebody has put there since.
 *
 * @throws Error when the template runs other migrations.
 */
export function requireMigrations({ spec }: CronJob, image: string): void {
  const containers = spec?.jobTemplate.spec?.template.spec?.containers ?? [];
  const is = containers.find(({ name }) => name === CONTAINERS.migrations)?.image;
  if (is === image) return;
  throw new Error(
    `the cluster would run ${is ?? "nothing"} instead of ${image}. Run the update again.`,
  );
}
