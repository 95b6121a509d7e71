import assert from "node:assert/strict";
import type { Deployed } from "../deployment/deployed.ts";
import { errorLines } from "../logs.ts";

const NAMESPACES = ["taskflow", "monitoring"];

/** What is to be seen of pods that are left alone. */
export function quiet(deployed: () => Deployed, since: () => Date): void {
  describe("its pods", () => {
    it("run under the restricted level, and none restarts", async () => {
      const { cluster, stack } = deployed();
      for (const namespace of NAMESPACES) {
        const level = "{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}";
        const get = ["get", "namespace", namespace, `--output=jsonpath=${level}`];
        assert.equal(await cluster.kubectl(get), "restricted");
        for (const { metadata, status } of await stack.pods(namespace)) {
          const restarts = status.containerStatuses?.map(({ restartCount }) => restartCount) ?? [];
          assert.deepEqual(new Set(restarts), new Set([0]), `${namespace}/${metadata.name}`);
          assert.match(status.phase, /^(?:Running|Succeeded)$/, `${namespace}/${metadata.name}`);
        }
      }
    });

    it("have said of no error since all were there", async () => {
      const { cluster, stack } = deployed();
      const options = ["--all-containers", "--prefix", `--since-time=${since().toISOString()}`];
      for (const namespace of NAMESPACES) {
        for (const { metadata } of await stack.pods(namespace)) {
          const log = ["logs", metadata.name, `--namespace=${namespace}`, ...options];
          assert.deepEqual(errorLines(await cluster.kubectl(log)), [], metadata.name);
        }
      }
    });
  });
}
