import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../components/release/kubernetes/connect.ts";

const kubeconfig = (server: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "one",
    clusters: ["one", "two"].map((name) => ({
      name,
      cluster: { server: `${server}/${name}`, "insecure-skip-tls-verify": true },
    })),
    users: [{ name: "operator", user: { token: "a token" } }],
    contexts: ["one", "two"].map((name) => ({
      name,
      context: { cluster: name, user: "operator" },
    })),
  });

describe("connecting to a cluster", () => {
  const { KUBECONFIG: before } = process.env;
  const folder = mkdtempSync(join(tmpdir(), "taskflow-kubeconfig-"));
  const using = (text: string) => {
    process.env["KUBECONFIG"] = join(folder, "config");
    writeFileSync(join(folder, "config"), text);
  };

  after(() => {
    if (before === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = before;
    rmSync(folder, { recursive: true });
  });

  it("goes where the kubeconfig says, or the context that is named", async () => {
    using(kubeconfig("https://cluster.example.net:6443"));
    assert.equal((await connect()).server.href, "https://cluster.example.net:6443/one");
    const { server, credentials } = await connect("two");
    assert.equal(server.href, "https://cluster.example.net:6443/two");
    assert.match(JSON.stringify((await credentials()).headers), /Bearer a token/);
  });

  it("goes nowhere else than where it is told", async () => {
    using(kubeconfig("https://cluster.example.net"));
    await assert.rejects(
      connect("three"),
      /no context three, which cluster\.context .*: one, two\./,
    );
    using(kubeconfig("http://cluster.example.net"));
    await assert.rejects(connect(), /No kubeconfig names a cluster with an address of https/);
  });
});
