import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PATHS as DATABASE } from "../../../components/database/names.ts";
import type { Deployed } from "../deployment/deployed.ts";
import { EngineDeployment } from "../deployment/engine.ts";
import { protectedInProduction } from "../deployment/protected.ts";
import { PATHS } from "../layout.ts";

const NAMESPACES = ["taskflow", "monitoring", "taskflow-agents"];
const OURS = "--selector=app.kubernetes.io/instance=taskflow";

interface Volume {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string };
  readonly spec: { readonly claimRef?: { readonly namespace: string; readonly name: string } };
}

/** What goes with a stack, and what does not. */
export function end(deployed: () => Deployed): void {
  describe("its end", () => {
    it("is refused where it is protected as production is, and it is said how to go on", async function () {
      const { deployment, stack } = deployed();
      if (!(deployment instanceof EngineDeployment)) this.skip();
      const version = await stack.release();
      await deployment.protect(await protectedInProduction());
      await assert.rejects(deployment.destroy(), /cannot be deleted.*protected.*unprotect/s);
      assert.equal(await stack.release(), version);
      await deployment.unprotect();
    });

    it("leaves nothing but the volumes that are retained", async () => {
      const { cluster, deployment } = deployed();
      await deployment.destroy();
      const namespaces = await cluster.kubectl(["get", "namespaces", "--output=name"]);
      for (const name of NAMESPACES) assert.ok(!namespaces.includes(`namespace/${name}\n`), name);
      const kinds = "clusterroles,clusterrolebindings,priorityclasses";
      assert.equal(await cluster.kubectl(["get", kinds, OURS, "--output=name"]), "");
      const list = await cluster.kubectl(["get", "persistentvolumes", "--output=json"]);
      const volumes = (JSON.parse(list) as { items: Volume[] }).items;
      const data = volumes.find(({ spec }) => spec.claimRef?.name === "data-postgres-0");
      assert.equal(data?.status.phase, "Released");
      const folder = join(PATHS.volumes, data.metadata.name);
      assert.ok(
        existsSync(join(folder, DATABASE.data.slice(DATABASE.volume.length), "PG_VERSION")),
      );
    });
  });
}
