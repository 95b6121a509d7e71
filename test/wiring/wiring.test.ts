import assert from "node:assert/strict";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { titleOfUrn } from "../../infra/preview/names.ts";
import { replacing, withField, without } from "../support/changes.ts";
import { list, objectOf } from "../support/objects.ts";
import { previewOf } from "../support/stacks.ts";
import { everyPreview } from "../support/variants.ts";
import { callable, hosts } from "./hosts.ts";
import { images } from "./images.ts";
import { bothEnds, closed, nameLookups, peers, scraped } from "./network.ts";
import {
  certManagerFirst,
  comesUp,
  gatesInOrder,
  groundFirst,
  missingLinks,
  namedFirst,
  soundGraph,
} from "./ordering.ts";
import { ports } from "./ports.ts";
import type { Check, Problem } from "./problem.ts";
import { references } from "./references.ts";
import { selectors } from "./selectors.ts";
import { volumes } from "./volumes.ts";

/** A mistake made in a copy of the production stack, and how the check words it. */
interface Mistake {
  readonly made: string;
  readonly by: (document: PreviewDocument) => PreviewDocument;
  readonly found: RegExp;
}

interface Rule {
  readonly title: string;
  readonly check: Check;
  readonly mistakes: readonly Mistake[];
}

const backend = { kind: "Deployment", name: "backend" } as const;
/** Where a Deployment has the spec of its pods. */
const POD = "/spec/template/spec";
const postgres = { kind: "StatefulSet", name: "postgres" } as const;

/** A copy of the document in which one resource no longer waits for another. */
function notWaiting(document: PreviewDocument, late: string, early: string): PreviewDocument {
  return replacing(document, late, (resource) => ({
    ...resource,
    dependsOn: resource.dependsOn.filter((urn) => urn !== early),
  }));
}

function gateOf(document: PreviewDocument, gate: string) {
  return (
    document.resources.find(({ inputs }) => inputs["create"] === gate) ??
    assert.fail(`There is no gate ${gate}.`)
  );
}

const rules: readonly Rule[] = [
  {
    title: "selectors select pods",
    check: selectors,
    mistakes: [
      {
        made: "a Service with another label",
        by: (document) =>
          withField(document, { kind: "Service", name: "backend" }, "/spec/selector", {
            app: "back-end",
          }),
        found: /^Service .*selects no pod: {"app":"back-end"}/,
      },
      {
        made: "a disruption budget of a workload that is gone",
        by: (document) =>
          withField(
            document,
            { kind: "PodDisruptionBudget", name: "frontend" },
            "/spec/selector/matchLabels/app",
            "pages",
          ),
        found: /^PodDisruptionBudget .*selects no pod: .*pages/,
      },
      {
        made: "a network policy of a workload that is gone",
        by: (document) =>
          withField(
            document,
            { kind: "NetworkPolicy", name: "frontend" },
            "/spec/podSelector/matchLabels/app",
            "pages",
          ),
        found: /^NetworkPolicy .*selects no pod: .*pages/,
      },
      {
        made: "a replica count under an autoscaler",
        by: (document) => withField(document, backend, "/spec/replicas", 3),
        found: /^Deployment .*replicas that an autoscaler owns/,
      },
      {
        made: "a spread that counts another workload's pods",
        by: (document) =>
          withField(
            document,
            backend,
            `${POD}/topologySpreadConstraints/0/labelSelector/matchLabels/app`,
            "frontend",
          ),
        found: /^Deployment .*does not select itself/,
      },
    ],
  },
  {
    title: "ports that are named exist",
    check: ports,
    mistakes: [
      {
        made: "a Service that forwards to a port that no container has",
        by: (document) =>
          withField(
            document,
            { kind: "Service", name: "backend" },
            "/spec/ports/0/targetPort",
            3001,
          ),
        found: /^Service .*forwards to port 3001, which backend does not have/,
      },
      {
        made: "a probe of a port by a wrong name",
        by: (document) =>
          withField(
            document,
            backend,
            "/spec/template/spec/containers/0/livenessProbe/httpGet/port",
            "web",
          ),
        found: /probes port web, which backend does not have/,
      },
      {
        made: "metrics on a port that no container has",
        by: (document) =>
          withField(
            document,
            backend,
            "/spec/template/metadata/annotations/prometheus.io~1port",
            "9464",
          ),
        found: /has its metrics on port 9464, which it does not have/,
      },
    ],
  },
  {
    title: "what pods read is declared",
    check: volumes,
    mistakes: [
      {
        made: "a Secret of another name",
        by: (document) =>
          withField(
            document,
            backend,
            `${POD}/volumes/name=credentials/secret/secretName`,
            "taskflow-credentials",
          ),
        found: /reads Secret taskflow\/taskflow-credentials, which is not declared/,
      },
      {
        made: "a ConfigMap of another namespace",
        by: (document) =>
          withField(
            document,
            { kind: "ConfigMap", app: "backend" },
            "/metadata/namespace",
            "monitoring",
          ),
        found: /reads ConfigMap taskflow\/.*, which is not declared/,
      },
      {
        made: "a file that a certificate's Secret does not have",
        by: (document) =>
          withField(
            document,
            backend,
            `${POD}/volumes/name=database-ca/secret/items/0/key`,
            "ca.pem",
          ),
        found: /reads the key ca\.pem of Secret taskflow\/.*, which it does not have/,
      },
      {
        made: "a mount without volume",
        by: (document) =>
          withField(document, backend, `${POD}/containers/0/volumeMounts/-`, {
            name: "cache",
            mountPath: "/cache",
          }),
        found: /backend mounts cache, which is no volume of the pod/,
      },
      {
        made: "a volume that nothing mounts",
        by: (document) =>
          withField(document, backend, `${POD}/volumes/-`, { name: "cache", emptyDir: {} }),
        found: /nothing mounts the volume cache/,
      },
      {
        made: "a claim template of another name",
        by: (document) =>
          withField(
            document,
            { kind: "StatefulSet", name: "prometheus" },
            "/spec/volumeClaimTemplates/-",
            { metadata: { name: "more" } },
          ),
        found: /nothing mounts the volume more/,
      },
    ],
  },
  {
    title: "what objects name is declared",
    check: references,
    mistakes: [
      {
        made: "a service account that is not declared",
        by: (document) => without(document, { kind: "ServiceAccount", name: "backend" }),
        found: /^Deployment .*names ServiceAccount taskflow\/backend, which is not declared/,
      },
      {
        made: "a priority class that is not declared",
        by: (document) =>
          withField(document, backend, "/spec/template/spec/priorityClassName", "urgent"),
        found: /names PriorityClass urgent, which is not declared/,
      },
      {
        made: "a namespace that is not declared",
        by: (document) =>
          withField(
            document,
            { kind: "PodDisruptionBudget", name: "backend" },
            "/metadata/namespace",
            "task-flow",
          ),
        found: /names Namespace task-flow, which is not declared/,
      },
      {
        made: "an issuer that is not declared",
        by: (document) =>
          withField(
            document,
            { kind: "Certificate", name: "postgres-tls" },
            "/spec/issuerRef/name",
            "other-ca",
          ),
        found: /^Certificate .*names Issuer taskflow\/other-ca, which is not declared/,
      },
      {
        made: "an Ingress to a port that the Service does not have",
        by: (document) =>
          withField(
            document,
            { kind: "Ingress", name: "edge-pages" },
            "/spec/rules/0/http/paths/0/backend/service/port/number",
            8081,
          ),
        found: /^Ingress .*names Service taskflow\/frontend:8081, which is not declared/,
      },
      {
        made: "a middleware that is not declared",
        by: (document) => without(document, { kind: "Middleware", name: "edge-rate-limit-login" }),
        found: /^Ingress .*names Middleware taskflow\/edge-rate-limit-login, which is not declared/,
      },
      {
        made: "a role that is not declared",
        by: (document) =>
          without(document, { kind: "Role", name: "taskflow-prometheus", namespace: "taskflow" }),
        found: /^RoleBinding .*names Role taskflow\/taskflow-prometheus, which is not declared/,
      },
      {
        made: "an autoscaler of another workload",
        by: (document) =>
          withField(
            document,
            { kind: "HorizontalPodAutoscaler", name: "backend" },
            "/spec/scaleTargetRef/name",
            "api",
          ),
        found: /names Deployment taskflow\/api, which is not declared/,
      },
    ],
  },
  {
    title: "hosts in settings are Services",
    check: hosts,
    mistakes: [
      {
        made: "a database host that is no Service",
        by: (document) =>
          withField(document, backend, `${POD}/containers/0/env/name=PGHOST/value`, "pooler"),
        found: /calls taskflow\/pooler:5432, which is no Service/,
      },
      {
        made: "a name of its own that leads elsewhere",
        by: (document) =>
          withField(
            document,
            { kind: "CronJob", name: "migration-rehearsal" },
            "/spec/jobTemplate/spec/template/spec/hostAliases/0/ip",
            "10.0.0.1",
          ),
        found: /calls taskflow\/migration-rehearsal:5432, which is no Service/,
      },
      {
        made: "a Service on another port",
        by: (document) =>
          withField(
            document,
            { kind: "Service", name: "blackbox-exporter" },
            "/spec/ports/0/port",
            9999,
          ),
        found: /^StatefulSet .*calls monitoring\/blackbox-exporter:9115, which is no Service/,
      },
    ],
  },
  {
    title: "what pods are told to call they may call",
    check: callable,
    mistakes: [
      {
        made: "a backend that may not call the pooler",
        by: (document) => withoutRule(document, "pgbouncer", "ingress", /"app":"backend"/),
        found:
          /^Deployment taskflow-backend calls taskflow\/pgbouncer:5432, and network policies forbid it/,
      },
    ],
  },
  {
    title: "network policies name pods and their ports",
    check: peers,
    mistakes: [
      {
        made: "a peer that is nobody",
        by: (document) =>
          withField(document, { kind: "NetworkPolicy", name: "backend" }, "/spec/egress/-", {
            to: [{ podSelector: { matchLabels: { app: "queue" } } }],
            ports: [{ port: 5672, protocol: "TCP" }],
          }),
        found: /^NetworkPolicy .*egress has a peer that is nobody: .*queue/,
      },
      {
        made: "a port that the pod does not serve",
        by: (document) =>
          withField(
            document,
            { kind: "NetworkPolicy", name: "frontend" },
            "/spec/ingress/0/ports/0/port",
            8081,
          ),
        found: /ingress is to port 8081, which frontend does not have/,
      },
    ],
  },
  {
    title: "connections are open at both ends",
    check: bothEnds,
    mistakes: [
      {
        made: "a caller that nobody lets in",
        by: (document) =>
          withField(document, { kind: "NetworkPolicy", name: "backend" }, "/spec/egress/-", {
            to: [{ podSelector: { matchLabels: { app: "frontend" } } }],
            ports: [{ port: 8080, protocol: "TCP" }],
          }),
        found: /egress between backend and frontend on 8080 has no ingress at the other end/,
      },
      {
        made: "a guest who may not leave the house",
        by: (document) =>
          withField(document, { kind: "NetworkPolicy", name: "backend" }, "/spec/ingress/-", {
            from: [{ podSelector: { matchLabels: { app: "frontend" } } }],
            ports: [{ port: 3000, protocol: "TCP" }],
          }),
        found: /ingress between frontend and backend on 3000 has no egress at the other end/,
      },
    ],
  },
  {
    title: "every pod is closed in both directions",
    check: closed,
    mistakes: [
      {
        made: "a pod whose policy has ingress only, in a namespace that is open",
        by: (document) =>
          withField(
            without(document, { kind: "NetworkPolicy", name: "deny-all", namespace: "taskflow" }),
            { kind: "NetworkPolicy", name: "backend" },
            "/spec/policyTypes",
            ["Ingress"],
          ),
        found: /^Deployment taskflow-backend is open: no policy for its egress/,
      },
    ],
  },
  {
    title: "who may call may look up names",
    check: nameLookups,
    mistakes: [
      {
        made: "a policy without DNS over TCP",
        by: (document) => withoutRule(document, "backend", "egress", /"port":53,"protocol":"TCP"/),
        found: /^Deployment taskflow-backend may call others but not look up names over TCP/,
      },
    ],
  },
  {
    title: "Prometheus reaches what announces metrics",
    check: scraped,
    mistakes: [
      {
        made: "metrics on a port that is closed to Prometheus",
        by: (document) =>
          withField(
            document,
            { kind: "Deployment", name: "frontend" },
            "/spec/template/metadata/annotations",
            { "prometheus.io/scrape": "true", "prometheus.io/port": "8080" },
          ),
        found: /^Deployment taskflow-frontend Prometheus may not read its metrics on 8080/,
      },
    ],
  },
  {
    title: "images have tag and digest",
    check: images,
    mistakes: [
      "nginx",
      "registry.example.com/taskflow/backend:v1.0.0",
      `nginx@sha256:${"0".repeat(64)}`,
    ].map((image) => ({
      made: `the image ${image}`,
      by: (document) =>
        withField(document, backend, "/spec/template/spec/containers/0/image", image),
      found: /backend runs .*, which is not registry\/repository:tag@sha256:digest/,
    })),
  },
  {
    title: "dependencies lead somewhere and never back",
    check: soundGraph,
    mistakes: [
      {
        made: "a dependency on what is not declared",
        by: (document) =>
          replacing(document, urnOf(document, backend), (resource) => ({
            ...resource,
            dependsOn: [...resource.dependsOn, "urn:pulumi:production::taskflow::x:y:Z::gone"],
          })),
        found: /depends on .*::gone, which is not declared/,
      },
      {
        made: "a circle",
        by: (document) =>
          replacing(document, urnOf(document, postgres), (resource) => ({
            ...resource,
            dependsOn: [...resource.dependsOn, urnOf(document, backend)],
          })),
        found: /depends on itself: .*StatefulSet.* → .*Deployment/,
      },
    ],
  },
  {
    title: "what is named or mounted comes first",
    check: namedFirst,
    mistakes: [
      {
        made: "a Deployment that does not wait for its service account",
        by: (document) =>
          notWaiting(
            document,
            urnOf(document, backend),
            urnOf(document, { kind: "ServiceAccount", name: "backend" }),
          ),
        found: /^Deployment taskflow-backend does not wait for ServiceAccount/,
      },
      {
        made: "a Deployment that does not wait for its settings",
        by: (document) =>
          notWaiting(
            document,
            urnOf(document, backend),
            urnOf(document, { kind: "ConfigMap", app: "backend" }),
          ),
        found: /^Deployment taskflow-backend does not wait for ConfigMap/,
      },
    ],
  },
  {
    title: "a namespace has its limits and is closed before it has content",
    check: groundFirst,
    mistakes: [
      {
        made: "a secret that does not wait for the quota",
        by: (document) =>
          notWaiting(
            document,
            urnOf(document, { kind: "Secret", name: "registry-login", namespace: "monitoring" }),
            urnOf(document, { kind: "ResourceQuota", namespace: "monitoring" }),
          ),
        found: /^Secret .*registry-login does not wait for ResourceQuota/,
      },
      {
        made: "a secret in a namespace that is still open",
        by: (document) =>
          notWaiting(
            document,
            urnOf(document, { kind: "Secret", name: "registry-login", namespace: "monitoring" }),
            urnOf(document, { name: "deny-all", namespace: "monitoring" }),
          ),
        found: /^Secret .*registry-login does not wait for NetworkPolicy/,
      },
    ],
  },
  {
    title: "the stack comes up in order",
    check: comesUp,
    mistakes: [
      {
        made: "an autoscaler that knows its workload by name only",
        by: (document) =>
          notWaiting(
            document,
            urnOf(document, { kind: "HorizontalPodAutoscaler", name: "backend" }),
            urnOf(document, backend),
          ),
        found:
          /^HorizontalPodAutoscaler taskflow-backend does not wait for Deployment taskflow-backend/,
      },
    ],
  },
  {
    title: "the release's gates come before its workloads, and those that look at them after them",
    check: gatesInOrder,
    mistakes: [
      ...["readiness", "migrate"].map((gate): Mistake => ({
        made: `a backend that does not wait for the gate ${gate}`,
        by: (document) => {
          const { urn } = gateOf(document, gate);
          return document.resources.reduce(
            (changed, late) => notWaiting(changed, late.urn, urn),
            document,
          );
        },
        found: new RegExp(`^Deployment .*backend.* does not wait for Command .*${gate}`),
      })),
      {
        made: "a smoke test that does not wait for the API's route",
        by: (document) =>
          notWaiting(
            document,
            gateOf(document, "smoke").urn,
            urnOf(document, { kind: "Ingress", name: "edge-api" }),
          ),
        found: /^Command .*smoke-test does not wait for Ingress .*edge-api/,
      },
    ],
  },
  {
    title: "cert-manager comes before what it serves",
    check: certManagerFirst,
    mistakes: [
      {
        made: "an issuer that waits for nothing",
        by: (document) =>
          replacing(
            document,
            urnOf(document, { kind: "Issuer", name: "public", namespace: "taskflow" }),
            (resource) => ({ ...resource, dependsOn: [] }),
          ),
        found: /^Issuer .* does not wait for CertManager/,
      },
    ],
  },
];

describe("wiring", function () {
  // The first test of a stack previews it.
  this.timeout(60_000);

  for (const { title, check, mistakes } of rules) {
    describe(title, () => {
      for (const [name, preview] of everyPreview) {
        it(`in ${name}`, async () => {
          assert.equal(texts(check(await preview())).join("\n"), "");
        });
      }
      for (const { made, by, found } of mistakes) {
        it(`finds ${made}`, async () => {
          const production = await previewOf("production");
          const before = new Set(texts(check(production)));
          const problems = texts(check(by(production))).filter((text) => !before.has(text));
          assert.equal(problems.length, 1, `Not one problem but:\n${problems.join("\n")}`);
          assert.match(String(problems[0]), found);
        });
      }
    });
  }

  it("knows every link of its chains from the production stack", async () => {
    assert.deepEqual(missingLinks(await previewOf("production")), []);
  });
});

function texts(problems: readonly Problem[]): string[] {
  return problems.map(({ urn, message }) => `${titleOfUrn(urn)} ${message}`);
}

function urnOf(document: PreviewDocument, filter: Parameters<typeof objectOf>[1]): string {
  return objectOf(document, filter).urn;
}

/** A copy of the document without the rules of a policy whose text matches. */
function withoutRule(
  document: PreviewDocument,
  name: string,
  direction: "ingress" | "egress",
  text: RegExp,
): PreviewDocument {
  const filter = { kind: "NetworkPolicy", name } as const;
  const rules = list(objectOf(document, filter).spec[direction]);
  const kept = rules.filter((rule) => !text.test(JSON.stringify(rule)));
  assert.equal(kept.length, rules.length - 1);
  return withField(document, filter, `/spec/${direction}`, kept);
}
