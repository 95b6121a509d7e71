import assert from "node:assert/strict";
import { BACKUP_GATE } from "../../../../components/release/backup/anew.ts";
import type { Deployed } from "../../deployment/deployed.ts";
import { EngineDeployment } from "../../deployment/engine.ts";

/** A backup that the gate holds already, made once more by what its messages say. */
export function anotherBackup(deployed: () => Deployed): void {
  describe("its backup, once it is wanted anew", () => {
    it("is made again and restored in a rehearsal, and all that serves is left as it is", async function () {
      const { cluster, deployment } = deployed();
      if (!(deployment instanceof EngineDeployment)) this.skip();
      const labels = async () => {
        const info = ["exec", "pgbackrest-0", "--namespace=taskflow", "--", "pgbackrest", "info"];
        const printed = await cluster.kubectl([...info, "--output=json"]);
        const stanzas = JSON.parse(printed) as { backup: { label: string }[] }[];
        return stanzas.flatMap(({ backup }) => backup.map(({ label }) => label));
      };
      const before = {
        labels: await labels(),
        modified: new Map(
          (await deployment.resources()).map(({ urn, modified }) => [urn, modified]),
        ),
      };

      const { status, stdout } = await deployment.run(
        ...["up", "--yes", "--skip-preview", "--replace", BACKUP_GATE],
      );

      assert.equal(status, 0, stdout);
      assert.equal((await labels()).length, before.labels.length + 1);
      const again = (await deployment.resources()).filter(
        ({ urn, modified }) => before.modified.get(urn) !== modified,
      );
      assert.deepEqual(again.map(({ inputs }) => inputs?.create).sort(), [
        ...["backup", "migrate", "record", "rehearse"],
      ]);
    });
  });
}
