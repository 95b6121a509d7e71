import assert from "node:assert/strict";
import { ON_DEMAND } from "../../components/monitoring/rules/workloads.ts";
import { objectsOf } from "../support/objects.ts";
import { everyPreview } from "../support/variants.ts";

describe("templates of the gates' Jobs", function () {
  this.timeout(60_000);

  for (const [name, preview] of everyPreview) {
    it(`are the only suspended CronJobs of ${name}, and the only ones that no alert watches`, async () => {
      const suspended = objectsOf(await preview(), { kind: "CronJob" })
        .filter(({ spec }) => spec["suspend"] === true)
        .map((cronJob) => cronJob.name);
      assert.ok(suspended.length > 0);
      assert.deepEqual(
        suspended.filter((cronJob) => !ON_DEMAND.includes(cronJob)),
        [],
      );
      const scheduled = objectsOf(await preview(), { kind: "CronJob" })
        .filter(({ spec }) => spec["suspend"] !== true)
        .map((cronJob) => cronJob.name);
      assert.deepEqual(
        scheduled.filter((cronJob) => ON_DEMAND.includes(cronJob)),
        [],
      );
    });
  }
});
