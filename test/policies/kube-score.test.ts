import assert from "node:assert/strict";
import { join } from "node:path";
import { renderFiles } from "../../infra/preview/files.ts";
import { previewOf, root } from "../support/stacks.ts";
import { kubeScore, score } from "./support/kube-score.ts";

/** What kube-score minds and we do not, and why. */
interface Exception {
  readonly check: string;
  /** Kind and name, without a generated end. */
  readonly object: RegExp;
  readonly why: string;
}

const exceptions: readonly Exception[] = [
  {
    check: "container-image-pull-policy",
    object: /(?:)/,
    why: "Images are referred to by digest, so what is on the node is what the registry has: to ask it again at every start would make it a part of every restart. pod-image-pull-policy demands Always where there is no digest.",
  },
  {
    check: "container-security-context-user-group-id",
    object: /^DaemonSet\/otel-collector$/,
    why: "Logs of the node are readable for root alone. It has no capability and mounts them read-only; waived for pod-user-not-root, too.",
  },
  {
    check: "networkpolicy-targets-pod",
    object: /^NetworkPolicy\/(?:cert-manager|cainjector|webhook|startupapicheck|deny-all)$/,
    why: "Pods of cert-manager come with its chart, which kube-score does not see.",
  },
  {
    check: "networkpolicy-targets-pod",
    object: /^NetworkPolicy\/acme-solver$/,
    why: "cert-manager makes these pods while it proves a host, with the labels that the Issuer gives.",
  },
  {
    check: "deployment-replicas",
    object: /^Deployment\/(?:blackbox-exporter|grafana|kube-state-metrics|postgres-exporter)$/,
    why: "Two would measure everything twice, or share one database file. Their absence is an alert; waived for deployment-replicas, too.",
  },
];

describe("kube-score", () => {
  let path = "";

  before(function () {
    this.timeout(320_000);
    const tool = kubeScore(join(root, ".cache/tools"));
    if ("path" in tool) {
      path = tool.path;
      return;
    }
    // A skip that nobody sees is taken for a pass.
    process.stderr.write(`kube-score skipped: ${tool.missing}\n`);
    this.skip();
  });

  it("finds nothing in production but what is explained", async function () {
    this.timeout(60_000);
    const files = renderFiles(await previewOf("production"));
    const manifests = [...files].filter(([file]) => /^(?!_)|^_cluster\//.test(file));
    const { scores, objects, checks } = score(
      path,
      manifests.map(([, text]) => text).join("---\n"),
    );
    assert.ok(objects > 60 && checks > 300, `${objects} objects, ${checks} checks: too few`);
    const used = new Set<Exception>();
    const open = scores.filter(({ object, check }) => {
      const exception = exceptions.find((one) => one.check === check && one.object.test(object));
      if (exception) used.add(exception);
      return !exception;
    });
    assert.deepEqual(open, []);
    assert.deepEqual(
      exceptions.filter((exception) => !used.has(exception)),
      [],
      "exceptions that nothing needs",
    );
    process.stdout.write(
      `      ${objects} objects, ${checks} checks, ${scores.length} explained by ${exceptions.length} exceptions, 0 open\n`,
    );
  });
});
