import assert from "node:assert/strict";
import type { Edge } from "../../components/network/edges.ts";
import { Network } from "../../components/network/network.ts";
import { label, workloadPolicies, workloadsOf } from "../../components/network/policies.ts";
import { objectOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";
import { platform } from "../support/fixtures.ts";

const backend = { namespace: "application", app: "backend" };
const postgres = { namespace: "application", app: "postgres" };
const prometheus = { namespace: "monitoring", app: "prometheus" };
const dns = {
  namespaceLabels: { "kubernetes.io/metadata.name": "kube-system" },
  podLabels: { "k8s-app": "kube-dns" },
};
const names = { application: "taskflow", monitoring: "monitoring" };

function policyOf(edges: readonly Edge[], app: string) {
  const policy = workloadPolicies(edges, names).find((candidate) => candidate.app === app);
  assert.ok(policy, `There is no policy of ${app}.`);
  return policy;
}

describe("an edge", () => {
  it("within a namespace opens both of its ends, by pod", () => {
    const edges: Edge[] = [{ from: backend, to: postgres, port: 5432, why: "queries" }];
    assert.deepEqual(policyOf(edges, "backend").spec, {
      podSelector: { matchLabels: { app: "backend" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [
        {
          to: [{ podSelector: { matchLabels: { app: "postgres" } } }],
          ports: [{ port: 5432, protocol: "TCP" }],
        },
      ],
    });
    assert.equal(policyOf(edges, "postgres").spec.egress, undefined);
    assert.deepEqual(policyOf(edges, "postgres").spec.ingress, [
      {
        from: [{ podSelector: { matchLabels: { app: "backend" } } }],
        ports: [{ port: 5432, protocol: "TCP" }],
      },
    ]);
  });

  it("between namespaces names the other one, and the pod in it", () => {
    const edges: Edge[] = [{ from: prometheus, to: backend, port: 3000, why: "metrics" }];
    assert.deepEqual(policyOf(edges, "backend").spec.ingress, [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
            podSelector: { matchLabels: { app: "prometheus" } },
          },
        ],
        ports: [{ port: 3000, protocol: "TCP" }],
      },
    ]);
  });

  it("to pods of others has a rule at our end only", () => {
    const edges: Edge[] = [{ from: backend, to: dns, port: 53, protocol: "UDP", why: "names" }];
    assert.equal(workloadPolicies(edges, names).length, 1);
    assert.deepEqual(policyOf(edges, "backend").spec.egress, [
      {
        to: [
          {
            namespaceSelector: { matchLabels: dns.namespaceLabels },
            podSelector: { matchLabels: dns.podLabels },
          },
        ],
        ports: [{ port: 53, protocol: "UDP" }],
      },
    ]);
  });

  it("to all pods of a foreign namespace has no selector of pods", () => {
    const { namespaceLabels } = dns;
    const edges: Edge[] = [{ from: { namespaceLabels }, to: backend, port: 3000, why: "visitors" }];
    assert.deepEqual(policyOf(edges, "backend").spec.ingress, [
      {
        from: [{ namespaceSelector: { matchLabels: namespaceLabels } }],
        ports: [{ port: 3000, protocol: "TCP" }],
      },
    ]);
  });

  it("to addresses lists each range", () => {
    const cidrs = ["203.0.113.0/24", "2001:db8::/32"];
    const edges: Edge[] = [{ from: backend, to: { cidrs }, port: 443, why: "mail" }];
    assert.deepEqual(policyOf(edges, "backend").spec.egress, [
      { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443, protocol: "TCP" }] },
    ]);
  });

  it("says why it is there", () => {
    const edges: Edge[] = [
      { from: prometheus, to: backend, port: 3000, why: "metrics" },
      { from: backend, to: dns, port: 53, why: "names" },
    ];
    assert.deepEqual(policyOf(edges, "backend").reasons, [
      "from monitoring/prometheus on 3000: metrics",
      "to kube-system/kube-dns on 53: names",
    ]);
    assert.equal(label({ cidrs: ["203.0.113.0/24"] }), "203.0.113.0/24");
  });

  it("that names a namespace nobody knows is refused", () => {
    const edges: Edge[] = [
      { from: backend, to: { namespace: "elsewhere", app: "x" }, port: 1234, why: "nothing" },
    ];
    assert.throws(() => workloadPolicies(edges, names), /unknown namespace "elsewhere"/);
  });
});

describe("workloads of edges", () => {
  it("are named once, whichever end they are at", () => {
    const edges: Edge[] = [
      { from: backend, to: postgres, port: 5432, why: "queries" },
      { from: prometheus, to: backend, port: 3000, why: "metrics" },
      { from: backend, to: dns, port: 53, why: "names" },
    ];
    assert.deepEqual(workloadsOf(edges), [backend, postgres, prometheus]);
  });

  it("are two where a name is used in two namespaces", () => {
    const other = { namespace: "monitoring", app: "backend" };
    const edges: Edge[] = [{ from: backend, to: other, port: 1234, why: "nothing" }];
    assert.equal(workloadPolicies(edges, names).length, 2);
  });
});

describe("Network", () => {
  const args = { platform, namespaces: names, namespaceNames: names, alone: [] };

  it("declares that a workload talks to nobody", async () => {
    const document = await previewResources(() => {
      new Network("network", { ...args, edges: [], alone: [backend] });
    });
    const { annotations, spec } = objectOf(document, { name: "backend" });
    assert.equal(annotations["taskflow.com/edges"], "talks to nobody");
    assert.deepEqual(spec, {
      podSelector: { matchLabels: { app: "backend" } },
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("declares a policy for each workload, with the reasons beside it", async () => {
    const document = await previewResources(() => {
      new Network("network", {
        ...args,
        edges: [{ from: prometheus, to: backend, port: 3000, why: "metrics" }],
      });
    });
    const { namespace, annotations } = objectOf(document, { name: "backend" });
    assert.equal(namespace, "taskflow");
    assert.equal(annotations["taskflow.com/edges"], "from monitoring/prometheus on 3000: metrics");
    assert.equal(objectOf(document, { name: "prometheus" }).namespace, "monitoring");
  });
});
