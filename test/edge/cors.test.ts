import assert from "node:assert/strict";
import { cors } from "../../components/edge/cors.ts";

describe("cors", () => {
  it("allows no other origin unless told", () => {
    assert.equal(cors(), undefined);
    assert.equal(cors([]), undefined);
  });

  it("allows exactly the origins, with credentials", () => {
    const allowed = cors(["https://a.example.com", "https://b.example.com"]);
    assert.deepEqual(allowed?.origins, ["https://a.example.com", "https://b.example.com"]);
    assert.equal(allowed.credentials, true);
  });

  it("never sends credentials to any origin, whatever else is listed", () => {
    const allowed = cors(["https://a.example.com", "*"]);
    assert.deepEqual(allowed?.origins, ["*"]);
    assert.equal(allowed.credentials, false);
  });
});
