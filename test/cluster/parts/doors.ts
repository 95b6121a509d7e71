import assert from "node:assert/strict";
import { ORIGIN } from "../../fixtures/taskflow/stage.ts";
import type { Deployed } from "../deployment/deployed.ts";
import { NETWORK } from "../layout.ts";
import { until } from "../until.ts";
import type { Receiver } from "./receiver.ts";
import { ALERTS, DEAD_MANS_SWITCH } from "./settings.ts";

/** A second address of the node, from which nobody is let in. */
const EXCLUDED = "10.89.0.2";
/** Requests in a second: the fewest that the configuration may allow. */
const LIMIT = 4;

const edgeSetting = (name: string, value: unknown) => ({ path: ["taskflow:edge", name], value });

/** An edge that lets in few and little, and who is told that the site cannot be reached. */
export function doors(deployed: () => Deployed, receiver: () => Receiver): void {
  describe("its doors, once they are nearly closed", () => {
    before(async () => {
      const { cluster, deployment } = deployed();
      const add = ["ip", "address", "replace", `${EXCLUDED}/32`, "dev", "node0"];
      await cluster.sandbox.run(add);
      deployment.configure([
        // Whoever comes by another address: also those who watch the site.
        edgeSetting("allowedSourceRanges", [`${NETWORK.node}/32`]),
        edgeSetting("rateLimits", { global: { requests: LIMIT, per: "second" } }),
      ]);
      await deployment.up();
    });

    after(async () => {
      const { deployment } = deployed();
      deployment.configure([edgeSetting("allowedSourceRanges", []), edgeSetting("rateLimits", {})]);
      await deployment.up();
    });

    const status = async (...options: readonly string[]) =>
      /^HTTP\/2 (\d+)/.exec(await deployed().stack.get(`${ORIGIN}/`, ...options))?.[1];

    it("refuse whoever comes from somewhere else", async () => {
      const excluded = () => status("--interface", EXCLUDED);
      await until("a refusal", async () => ((await excluded()) === "403" ? true : undefined));
    });

    it("answer with 429 whoever asks too much", async () => {
      // One after the other on one connection, which is faster than the limit even on a busy machine.
      const answers = await deployed().stack.get(`${ORIGIN}/?[1-${25 * LIMIT}]`);
      const statuses = [...answers.matchAll(/^HTTP\/2 (\d+)/gm)].map(([, status]) => status);
      assert.deepEqual(new Set(statuses), new Set(["200", "429"]));
    });

    it("have whoever expects to hear from the monitoring hear from it", async () => {
      await until(
        "the dead man's switch",
        () => receiver().alerts(DEAD_MANS_SWITCH).length > 0 || undefined,
        {
          seconds: 240,
        },
      );
      const names = new Set(
        receiver()
          .alerts(DEAD_MANS_SWITCH)
          .map(({ labels }) => labels["alertname"]),
      );
      assert.deepEqual(names, new Set(["Watchdog"]));
    });

    it("have somebody told that the site cannot be reached", async () => {
      const alert = await until(
        "the alert",
        () =>
          receiver()
            .alerts(ALERTS)
            .find(({ labels }) => labels["alertname"] === "SiteDown"),
        { seconds: 420 },
      );
      assert.equal(alert.labels["severity"], "critical");
      assert.match(alert.annotations["runbook_url"] ?? "", /#sitedown$/);
    });
  });
}
