import assert from "node:assert/strict";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring/monitoring.ts";
import { fields, list, objectOf, objectsOf, strings } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";
import { bundled, existing, small } from "./samples.ts";

/** What Trivy takes for personal or secret data in a ConfigMap. */
const SENSITIVE = [
  /username\s*[=:]/i,
  /email\s*[=:]/i,
  /[\w.-]+@[\w-]+\.[a-z]{2,4}/i,
  /key\s*[=:]/i,
  /phone\s*[=:]/i,
  /token\s*[=:]/i,
];

function preview(args: MonitoringArgs): Promise<PreviewDocument> {
  return previewResources(() => new Monitoring("taskflow-monitoring", args));
}

function workloads(document: PreviewDocument): string[] {
  return objectsOf(document)
    .filter(({ kind }) => ["DaemonSet", "Deployment", "StatefulSet"].includes(kind))
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();
}

describe("monitoring", () => {
  let all: PreviewDocument;
  before(async () => {
    all = await preview(bundled());
  });

  const container = (app: string) => {
    const workload = objectsOf(all, { app }).find(({ kind }) => /Set$|^Deployment$/.test(kind));
    const pod = fields(fields(workload?.spec["template"])["spec"]);
    return { pod, container: fields(list(pod["containers"])[0]) };
  };

  it("installs every part", () => {
    assert.deepEqual(workloads(all), [
      "DaemonSet node-exporter",
      "DaemonSet otel-collector",
      "Deployment blackbox-exporter",
      "Deployment grafana",
      "Deployment kube-state-metrics",
      "StatefulSet alertmanager",
      "StatefulSet loki",
      "StatefulSet prometheus",
    ]);
  });

  it("installs only the parts that are given", async () => {
    const document = await preview(small());
    assert.deepEqual(workloads(document), [
      "DaemonSet otel-collector",
      "Deployment blackbox-exporter",
      "StatefulSet alertmanager",
      "StatefulSet loki",
      "StatefulSet prometheus",
    ]);
    assert.deepEqual(objectsOf(document, { kind: "ClusterRole" }), []);
  });

  it("installs nothing beside an installation that is there", async () => {
    const document = await preview(existing());
    const objects = objectsOf(document);
    assert.deepEqual(
      objects.map(({ kind, namespace, name }) => `${kind} ${String(namespace)}/${name}`),
      [
        "ConfigMap observability/taskflow-test-rules",
        "ConfigMap observability/taskflow-test-dashboards",
      ],
    );
    assert.equal(objects[0]?.labels["prometheus_rule"], "1");
    assert.equal(objects[1]?.labels["grafana_dashboard"], "1");
  });

  it("lets nobody read more of the cluster than it shows", () => {
    const rules = objectsOf(all)
      .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
      .map(({ kind, name, namespace, body }) => ({
        role: `${kind} ${namespace ?? "-"}/${name}`,
        rules: list(body["rules"]),
      }));
    for (const rule of rules.flatMap(({ rules }) => rules)) {
      for (const part of [rule["apiGroups"], rule["resources"], rule["verbs"]]) {
        assert.ok(!strings(part).includes("*"));
      }
      assert.ok(strings(rule["verbs"]).every((verb) => ["get", "list", "watch"].includes(verb)));
      assert.ok(!strings(rule["resources"]).includes("secrets"));
    }
    assert.deepEqual(
      rules.map(({ role }) => role).sort(),
      [
        "ClusterRole -/taskflow-test-kube-state-metrics",
        "ClusterRole -/taskflow-test-prometheus",
        ...["monitoring", "taskflow", "taskflow-agents"].map(
          (namespace) => `Role ${namespace}/taskflow-test-kube-state-metrics`,
        ),
        ...["cert-manager", "monitoring", "taskflow", "taskflow-agents"].map(
          (namespace) => `Role ${namespace}/taskflow-test-prometheus`,
        ),
      ].sort(),
    );
  });

  it("gives a token to those that ask the API server, and to nobody else", () => {
    const holders = workloads(all)
      .map((name) => name.split(" ")[1] ?? "")
      .filter((app) =>
        list(container(app).pod["volumes"]).some(({ name }) => name === "api-token"),
      );
    assert.deepEqual(holders, ["kube-state-metrics", "prometheus"]);
  });

  it("exempts only the agents, and only from what they need", () => {
    for (const name of workloads(all).map((workload) => workload.split(" ")[1] ?? "")) {
      const { pod, container: main } = container(name);
      const security = fields(main["securityContext"]);
      assert.equal(security["allowPrivilegeEscalation"], false, name);
      assert.equal(security["readOnlyRootFilesystem"], true, name);
      assert.deepEqual(security["capabilities"], { drop: ["ALL"] }, name);
      assert.equal(security["runAsUser"], name === "otel-collector" ? 0 : 10001, name);
      for (const key of ["hostNetwork", "hostPID", "hostIPC"]) assert.ok(!pod[key], name);
      const paths = list(pod["volumes"])
        .filter((volume) => "hostPath" in volume)
        .map((volume) => String(fields(volume["hostPath"])["path"]));
      const expected: Record<string, string[]> = {
        "otel-collector": ["/var/log/pods"],
        "node-exporter": ["/proc", "/sys"],
      };
      assert.deepEqual(paths, expected[name] ?? [], name);
      const writable = list(main["volumeMounts"])
        .filter(({ readOnly }) => readOnly !== true)
        .map((mount) => mount["name"]);
      const hosts = list(pod["volumes"]).filter((volume) => "hostPath" in volume);
      assert.ok(
        hosts.every((volume) => !writable.includes(volume["name"])),
        name,
      );
    }
  });

  it("asks two different questions of each container, besides whether it has started", () => {
    for (const name of workloads(all).map((workload) => workload.split(" ")[1] ?? "")) {
      const { container: main } = container(name);
      assert.ok(main["startupProbe"], name);
      const question = (probe: unknown) =>
        JSON.stringify([fields(probe)["httpGet"], fields(probe)["tcpSocket"]]);
      assert.notEqual(question(main["readinessProbe"]), question(main["livenessProbe"]), name);
    }
  });

  it("keeps the claims of its servers, and protects the one that it is told to", () => {
    for (const { name, spec, resource } of objectsOf(all, { kind: "StatefulSet" })) {
      assert.deepEqual(spec["persistentVolumeClaimRetentionPolicy"], {
        whenDeleted: "Retain",
        whenScaled: "Retain",
      });
      const service = objectOf(all, { kind: "Service", name });
      assert.equal(spec["serviceName"], name);
      assert.equal(service.spec["clusterIP"], "None");
      assert.equal(resource.options.protect, name === "prometheus" ? true : undefined);
      const [claim] = list(spec["volumeClaimTemplates"]);
      assert.ok(!("app.kubernetes.io/version" in fields(fields(claim?.["metadata"])["labels"])));
    }
  });

  it("writes nothing into a ConfigMap that scanners take for a secret or a person", () => {
    for (const { name, body } of objectsOf(all, { kind: "ConfigMap" })) {
      for (const [file, content] of Object.entries(fields(body["data"]))) {
        for (const pattern of SENSITIVE) {
          assert.doesNotMatch(String(content), pattern, `${name} ${file}`);
        }
      }
    }
  });

  it("waits for what it was told to wait for", async () => {
    const document = await previewResources(() => {
      const first = new Monitoring("first", existing());
      new Monitoring("second", existing(), { dependsOn: [first] });
    });
    const [object] = objectsOf(document).filter(({ urn }) => urn.endsWith("::second-rules"));
    assert.ok(object?.resource.dependsOn.some((urn) => urn.includes("::first")));
  });

  it("can be there twice in one program", async () => {
    const document = await previewResources(() => {
      new Monitoring("one", bundled());
      new Monitoring("two", bundled());
    });
    const urns = document.resources.map(({ urn }) => urn);
    assert.equal(new Set(urns).size, urns.length);
  });
});
