import type { PreviewDocument } from "../../infra/preview/document.ts";
import { titleOfUrn } from "../../infra/preview/names.ts";
import { type Filter, type KubernetesObject, objectsOf } from "../support/objects.ts";
import { graphOf } from "./graph.ts";
import type { Check, Problem } from "./problem.ts";
import { referencesIn } from "./references.ts";
import { readsIn } from "./volumes.ts";

/** Dependencies lead somewhere, and never back. */
export const soundGraph: Check = (document) => {
  const { dangling, cycle } = graphOf(document);
  return [
    ...dangling.map(({ urn, on }) => ({ urn, message: `depends on ${on}, which is not declared` })),
    ...(cycle?.[0] === undefined
      ? []
      : [{ urn: cycle[0], message: `depends on itself: ${cycle.map(titleOfUrn).join(" → ")}` }]),
  ];
};

/** What an object names or mounts is there before it. */
export const namedFirst: Check = (document) => {
  const { precedes } = graphOf(document);
  const entrances = new Set(
    objectsOf(document)
      .filter(({ kind }) => kind === "Ingress" || kind === "Gateway")
      .map(({ urn }) => urn),
  );
  const certificates = new Set(objectsOf(document, { kind: "Certificate" }).map(({ urn }) => urn));
  // The proof that a certificate is issued for is asked for through the very entrance that will use it.
  const isProved = (urn: string, target: string) => entrances.has(urn) && certificates.has(target);

  const pairs = [...referencesIn(document), ...readsIn(document)];
  const problems = pairs.flatMap(({ urn, target }) =>
    target === undefined || precedes(target, urn) || isProved(urn, target)
      ? []
      : [tooEarly(urn, target)],
  );
  return distinct(problems);
};

/** A namespace has its quota and its limits, and is closed, before there is anything in it. */
export const groundFirst: Check = (document) => {
  const { precedes } = graphOf(document);
  const ground = objectsOf(document).filter(isGround);
  return objectsOf(document)
    .filter((object) => !isGround(object))
    .flatMap(({ urn, namespace }) =>
      ground
        .filter((part) => part.namespace === namespace && !precedes(part.urn, urn))
        .map((part) => tooEarly(urn, part.urn)),
    );
};

function isGround({ kind, name }: KubernetesObject): boolean {
  return (
    kind === "ResourceQuota" ||
    kind === "LimitRange" ||
    (kind === "NetworkPolicy" && name === "deny-all")
  );
}

/** The order in which a TaskFlow comes up: each before the next, where both are declared. */
const CHAINS: readonly (readonly Filter[])[] = [
  [
    { kind: "Issuer", name: "internal-ca" },
    { kind: "Certificate", name: "pgbackrest-tls" },
    { kind: "StatefulSet", name: "pgbackrest" },
    { kind: "StatefulSet", name: "postgres" },
    { kind: "Job", app: "database-roles" },
    { kind: "Deployment", name: "pgbouncer" },
    { kind: "CronJob", name: "schema-migration" },
    { kind: "Deployment", name: "backend" },
    { kind: "Deployment", name: "frontend" },
    { kind: "Ingress", namespace: "taskflow" },
  ],
  [
    { kind: "Issuer", name: "internal-ca" },
    { kind: "Certificate", name: "postgres-tls" },
    { kind: "StatefulSet", name: "postgres" },
    { kind: "Deployment", name: "postgres-exporter" },
  ],
  [
    { kind: "Job", app: "database-roles" },
    { kind: "CronJob", name: "backup-full" },
  ],
  [
    { kind: "Job", app: "database-roles" },
    { kind: "CronJob", name: "restore-drill" },
  ],
  [
    { kind: "Deployment", name: "backend" },
    { kind: "HorizontalPodAutoscaler", name: "backend" },
  ],
  [
    { kind: "Deployment", name: "frontend" },
    { kind: "HorizontalPodAutoscaler", name: "frontend" },
  ],
];

/** The database is there before what calls it, and the application before its visitors. */
export const comesUp: Check = (document) => {
  const { precedes } = graphOf(document);
  const problems = CHAINS.flatMap((chain) =>
    chain.slice(1).flatMap((later, index) => {
      const before = objectsOf(document, chain[index]);
      return objectsOf(document, later).flatMap(({ urn }) =>
        before
          .filter((earlier) => !precedes(earlier.urn, urn))
          .map((earlier) => tooEarly(urn, earlier.urn)),
      );
    }),
  );
  return distinct(problems);
};

/** What the smoke test tries. */
const TRIED: readonly Filter[] = [
  { kind: "Deployment", name: "backend" },
  { kind: "Deployment", name: "frontend" },
  { kind: "Ingress", namespace: "taskflow" },
  { kind: "HTTPRoute", namespace: "taskflow" },
];

/** The gates that look at what was rolled out, each after those before it. All others come before that. */
const AFTER = [/^smoke$/, /^monitoring$/, /^record$/, /^announce-/];

/** Nothing of a new version is rolled out before the gates that are to let it through, and nothing is told before the end. */
export const gatesInOrder: Check = (document) => {
  const { precedes } = graphOf(document);
  const commands = document.resources.filter(({ type }) => type === "command:local:Command");
  const after = AFTER.map((name) =>
    commands.filter(({ inputs }) => name.test(String(inputs["create"]))).map(({ urn }) => urn),
  );
  const before = commands.map(({ urn }) => urn).filter((urn) => !after.flat().includes(urn));
  const tried = TRIED.flatMap((filter) => objectsOf(document, filter));
  const workloads = tried.filter(({ kind }) => kind === "Deployment");
  const steps = [tried.map(({ urn }) => urn), ...after];
  return [
    ...before.flatMap((gate) => {
      const early = workloads.find(({ urn }) => !precedes(gate, urn));
      return early ? [tooEarly(early.urn, gate)] : [];
    }),
    ...steps
      .slice(1)
      .flatMap((gates, index) =>
        gates.flatMap((gate) =>
          (steps[index] ?? [])
            .filter((earlier) => !precedes(earlier, gate))
            .map((earlier) => tooEarly(gate, earlier)),
        ),
      ),
  ];
};

/** What cert-manager serves waits for it, where the stack installs it. */
export const certManagerFirst: Check = (document) => {
  const { precedes } = graphOf(document);
  const installed = document.resources.filter(({ type }) => type === CHART);
  return objectsOf(document)
    .filter(({ apiVersion }) => apiVersion.startsWith("cert-manager.io/"))
    .flatMap(({ urn }) =>
      installed
        .filter((chart) => !precedes(chart.urn, urn))
        .map((chart) => tooEarly(urn, chart.urn)),
    );
};

const CHART = "kubernetes-cert-manager:index:CertManager";

function tooEarly(urn: string, target: string): Problem {
  return { urn, message: `does not wait for ${titleOfUrn(target)}` };
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.map((problem) => [`${problem.urn} ${problem.message}`, problem])).values(),
  ];
}

/** Names in {@link CHAINS} that a stack does not declare: without this a renamed object would never be looked at. */
export function missingLinks(document: PreviewDocument): string[] {
  return CHAINS.flat()
    .filter((filter) => objectsOf(document, filter).length === 0)
    .map((filter) => JSON.stringify(filter));
}
