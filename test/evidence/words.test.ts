import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { messageOf, sentenceOf } from "../../components/release/evidence/words.ts";

describe("what an error says", () => {
  it("is its message", () => {
    assert.equal(messageOf(new Error("it is closed")), "it is closed");
    assert.equal(messageOf("closed"), "closed");
    assert.equal(
      messageOf(new AggregateError([new Error("a")], "all are closed")),
      "all are closed",
    );
  });

  it("ends a sentence with one full stop", () => {
    assert.equal(sentenceOf(new Error("it is closed")), "it is closed.");
    assert.equal(sentenceOf(new Error("It is closed.")), "It is closed.");
  });

  it("is what each address of a host says, where nobody answers at any", async () => {
    const addresses = ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }));
    const socket = connect({
      ...{ host: "registry.example.com", port: 1, autoSelectFamily: true },
      lookup: (_host, _options, done) => {
        done(null, addresses);
      },
    });
    const [error] = (await once(socket, "error")) as unknown[];
    assert.equal(
      messageOf(error),
      "connect ECONNREFUSED 127.0.0.1:1, connect ECONNREFUSED 127.0.0.2:1",
    );
  });
});
