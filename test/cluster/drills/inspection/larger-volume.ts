import assert from "node:assert/strict";
import type { Deployed } from "../../deployment/deployed.ts";
import { EngineDeployment } from "../../deployment/engine.ts";
import { protectedInProduction } from "../../deployment/protected.ts";

const SIZE = "4Gi";
const STATEFUL_SET = ["statefulset/pgbackrest", "--namespace=taskflow"];

/** As the runbook has it, but for the volume itself: those of this cluster are folders, which have no size. */
export function largerVolume(deployed: () => Deployed): void {
  describe("its volume of backups, once it is larger", () => {
    it("is what the stack asks for, and what writes there has gone on running", async function () {
      const { cluster, deployment } = deployed();
      if (!(deployment instanceof EngineDeployment)) this.skip();
      await deployment.protect(await protectedInProduction());
      const pod = ["get", "pod/pgbackrest-0", "--namespace=taskflow"];
      const running = "{.metadata.uid} {.status.containerStatuses[*].restartCount}";
      const server = () => cluster.kubectl([...pod, `--output=jsonpath=${running}`]);
      const before = await server();

      const path = ["taskflow:database", "backups", "repository", "size"];
      deployment.configure([{ path, value: SIZE }]);
      await cluster.kubectl(["delete", ...STATEFUL_SET, "--cascade=orphan"]);
      const { status, stdout } = await deployment.run("up", "--yes", "--skip-preview", "--refresh");

      await deployment.unprotect();
      assert.equal(status, 0, stdout);
      assert.equal(await server(), before);
      const claims = "{.spec.volumeClaimTemplates[*].spec.resources.requests.storage}";
      const asked = ["get", ...STATEFUL_SET, `--output=jsonpath=${claims} {.status.readyReplicas}`];
      assert.equal(await cluster.kubectl(asked), `${SIZE} 1`);
    });
  });
}
