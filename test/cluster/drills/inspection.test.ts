import assert from "node:assert/strict";
import { Deployed } from "../deployment/deployed.ts";
import { slowAnswers } from "../deployment/settings.ts";
import { anotherBackup } from "./inspection/another-backup.ts";
import { documents } from "./inspection/documents.ts";
import { largerVolume } from "./inspection/larger-volume.ts";
import { secrets } from "./inspection/secrets.ts";

describe("a deployed stack, as somebody looks into it who is called", function () {
  let prepared: Deployed | undefined;
  const deployed = () => {
    assert.ok(prepared);
    return prepared;
  };

  before(async function () {
    prepared = await Deployed.prepare("inspection", [slowAnswers]);
    if (!prepared) this.skip();
    await prepared.deployment.up();
  });

  after(() => prepared?.end());

  documents(deployed);
  secrets(deployed);
  anotherBackup(deployed);
  largerVolume(deployed);
});
