import assert from "node:assert/strict";
import { type Made, elsewhere, replaced, unreachable } from "./made.ts";

const made: Made = {
  kubeconfig: "/home/robin/kind.yaml",
  context: "kind-trial",
  server: "https://127.0.0.1:6443/",
  identity: "5c2d9f4e",
};
const RECORD = "/project/.cache/own-cluster";

describe("what was made on a cluster of somebody's own", () => {
  it("is gone on with on the same cluster, whatever leads there", () => {
    assert.equal(elsewhere(undefined, { identity: "5c2d9f4e" }), undefined);
    assert.equal(elsewhere(made, { identity: "5c2d9f4e" }), undefined);
  });

  it("is not forgotten for another one of the same address", () => {
    assert.match(
      elsewhere(made, { identity: "77aa01b3" }) ?? "",
      /on kind-trial \(https:\/\/127\.0\.0\.1:6443\/\) already\..*npm run try -- --down$/,
    );
  });

  it("is removed from the cluster that has it, and from no other", () => {
    assert.equal(replaced(made, made, RECORD), undefined);
    assert.match(
      replaced(made, { identity: "77aa01b3" }, RECORD) ?? "",
      /nothing is removed there\. If .* gone for good.* remove \/project\/\.cache\/own-cluster\.$/,
    );
  });

  it("is not in the way for ever when its cluster is gone", () => {
    assert.match(
      unreachable(made, "connect ECONNREFUSED 127.0.0.1:6443", RECORD),
      /^kind-trial of .*kind\.yaml cannot be asked.*ECONNREFUSED.*\n.*remove \/project\/\.cache\/own-cluster\.$/,
    );
  });
});
