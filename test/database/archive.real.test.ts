import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compose } from "../../components/release/record/compose.ts";
import { portions } from "../../components/release/record/portions.ts";
import { begun } from "../release/records.ts";
import { Host } from "./real/host.ts";

const PROGRAM = join(import.meta.dirname, "../../images/postgres/bin/taskflow-archive");

describe("archive of records", () => {
  const host = new Host();
  const folder = join(host.root, "copies/records");

  after(async () => {
    await host.close();
  });

  const archive = (ids: readonly string[], gate = "smoke") => {
    const [portion = ""] = portions(ids.map((id) => compose([begun(gate, id)])));
    return host.run(["bash", PROGRAM, folder], { RECORDS: portion });
  };

  it("has each record in a file that nobody may write", async () => {
    const { status, stderr } = await archive(["a-1", "b-2"]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(readdirSync(folder).toSorted(), ["a-1.json", "b-2.json"]);
    const { id } = JSON.parse(readFileSync(join(folder, "a-1.json"), "utf8")) as { id: string };
    assert.equal(id, "a-1");
  });

  it("goes on where it was interrupted", async () => {
    rmSync(join(folder, "b-2.json"));
    const { status } = await archive(["a-1", "b-2", "c-3"]);
    assert.equal(status, 0);
    assert.deepEqual(readdirSync(folder).toSorted(), ["a-1.json", "b-2.json", "c-3.json"]);
  });

  it("never changes what it has", async () => {
    const before = readFileSync(join(folder, "a-1.json"), "utf8");
    const { status, stderr } = await archive(["a-1"], "backup");
    assert.notEqual(status, 0);
    assert.match(stderr, /a-1\.json is there already, and says something else/);
    assert.equal(readFileSync(join(folder, "a-1.json"), "utf8"), before);
  });

  it("takes no record whose id is a way out of it", async () => {
    const { status, stderr } = await archive(["../../x"]);
    assert.notEqual(status, 0);
    assert.match(stderr, /a record has no id/);
  });
});
