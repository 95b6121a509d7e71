import assert from "node:assert/strict";
import { localStack } from "../stack/local-stack.ts";
import { ownSights } from "./own-sights.ts";

const seen = {
  version: "v1.0.0",
  by: "the engine v3",
  kubeconfig: "/home/robin/kind.yaml",
  context: "kind-trial",
  project: "/home/robin/taskflow/.cache/own-cluster/project",
  settings: localStack(),
};

describe("what there is to look at on a cluster of somebody's own", () => {
  const text = ownSights(seen);
  const kubectl = "kubectl --kubeconfig /home/robin/kind.yaml --context kind-trial --namespace";

  it("is at the stack's own name, which its ingress controller answers for", () => {
    assert.match(text, /^address +https:\/\/taskflow\.localhost\. .* the class traefik:$/m);
    assert.ok(text.includes(`${kubectl} traefik get services\n`));
    assert.ok(text.includes(`${kubectl} taskflow get secret tls-taskflow-localhost -o `));
  });

  it("says how to get at the credentials, and has none itself", () => {
    assert.match(text, /^credentials +Secrets of the namespace taskflow\./m);
    assert.ok(text.includes(`${kubectl} taskflow get secret -l app.kubernetes.io/name=smoke-user`));
  });

  it("is three things, by commands that lead to that cluster", () => {
    assert.equal(text.match(/^\d\. /gm)?.length, 3);
    assert.ok(text.includes(`${kubectl} monitoring port-forward service/prometheus 9090\n`));
    assert.match(
      text,
      /^ +KUBECONFIG=\/home\/robin\/kind\.yaml npm --prefix \S+ run -s releases -- --stack local --show v1\.0\.0$/m,
    );
  });

  it("quotes for the shell what it takes from elsewhere", () => {
    const odd = ownSights({
      ...seen,
      kubeconfig: "/home/robin/my clusters/o'brien.yaml",
      context: "admin@trial (old)",
      project: "/home/robin/task flow",
    });
    const commands = odd.split("\n").filter((line) => /^ +(?:kubectl|KUBECONFIG)/.test(line));
    assert.ok(commands.length > 0);
    for (const command of commands) {
      assert.ok(command.includes(`'/home/robin/my clusters/o'\\''brien.yaml'`), command);
      assert.match(command, /--context 'admin@trial \(old\)'|--prefix '\/home\/robin\/task flow'/);
    }
  });
});
