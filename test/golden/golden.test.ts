import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { previewEmbedded } from "../../infra/preview/engine/index.ts";
import { renderFiles } from "../../infra/preview/files.ts";
import { previewOf, root, stacks } from "../support/stacks.ts";
import { differences } from "./differences.ts";
import { folderOf, readFiles, replaceFiles } from "./folder.ts";

describe("golden files", function () {
  // The first test of a stack previews it.
  this.timeout(60_000);

  for (const stack of stacks) {
    it(`show what ${stack} declares`, async () => {
      const found = differences(readFiles(folderOf(stack)), renderFiles(await previewOf(stack)));
      if (found !== "") {
        assert.fail(`${found}\nIf that is meant: npm run test:update, and review the difference.`);
      }
    });
  }

  it("are the same for two previews of one stack", async () => {
    const again = await previewEmbedded({ stack: "local", root });
    assert.equal(differences(renderFiles(await previewOf("local")), renderFiles(again)), "");
  });
});

describe("differences between golden files", () => {
  const kept = new Map([["a.yaml", "kind: A\nname: a\n"]]);

  it("are none between equal files", () => {
    assert.equal(differences(kept, new Map(kept)), "");
  });

  it("show the changed lines of a file", () => {
    assert.equal(
      differences(kept, new Map([["a.yaml", "kind: A\nname: b\n"]])),
      [
        "1 changed, 0 new, 0 no longer rendered",
        "--- a.yaml\tkept",
        "+++ a.yaml\trendered",
        "@@ -1,2 +1,2 @@",
        " kind: A",
        "-name: a",
        "+name: b",
      ].join("\n"),
    );
  });

  it("name files that are new, and files that are no longer rendered", () => {
    assert.equal(
      differences(kept, new Map([["b.yaml", "kind: B\n"]])),
      "0 changed, 1 new, 1 no longer rendered\nnew: b.yaml\nno longer rendered: a.yaml",
    );
  });

  it("are cut short, and say by how much", () => {
    const long = (text: string) => `${text}\n`.repeat(100);
    const found = differences(new Map([["a.yaml", long("a")]]), new Map([["a.yaml", long("b")]]));
    assert.match(found, /\n… 173 more lines$/);

    const many = new Map(Array.from({ length: 20 }, (_, index) => [`${index}.yaml`, ""]));
    assert.match(differences(new Map(), many), /^0 changed, 20 new.*\n… and 5 more files$/s);
  });
});

describe("the folder of golden files", () => {
  it("holds what was written last, and nothing else", () => {
    const folder = mkdtempSync(join(tmpdir(), "taskflow-golden-"));
    try {
      replaceFiles(folder, new Map([["x/old.yaml", "old\n"]]));
      const files = new Map([
        ["x/new.yaml", "new\n"],
        ["top.yaml", "top\n"],
      ]);
      replaceFiles(folder, files);
      assert.deepEqual(new Map([...readFiles(folder)].sort()), new Map([...files].sort()));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is empty where there is none", () => {
    assert.equal(readFiles(join(tmpdir(), "taskflow-golden-none")).size, 0);
  });
});
