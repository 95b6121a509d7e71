import type { Deployment, PodTemplate, ReplicaSet } from "../kubernetes/objects.ts";
import { POD_TEMPLATE_HASH } from "./serving.ts";

/** What is applied to a Deployment, and in whose name. */
export interface Application {
  readonly manager: string;
  readonly manifest: object;
}

/** The fields that a manager owns, as `managedFields` has them: `f:spec: {f:template: {…}}`. */
type Owned = Readonly<Record<string, unknown>>;

/**
 * The Deployment with the template of one of its ReplicaSets, as whoever declares it would apply it. In the same name
 * the next update finds neither a conflict nor a field that nobody declares any more and nobody removes; and what others
 * own, such as the autoscaler's number of replicas, is left to them.
 *
 * @throws Error when nobody applies its template on the server.
 */
export function withTemplateOf(deployment: Deployment, replicaSet: ReplicaSet): Application {
  const applied = deployment.metadata?.managedFields?.find(
    ({ operation, fieldsV1 }) => operation === "Apply" && ownsTemplate(fieldsV1),
  );
  const name = deployment.metadata?.name ?? "";
  if (applied?.manager === undefined) {
    throw new Error(
      `Nobody applies the template of Deployment ${name} on the server, so it cannot be taken back in the name of who declares it.`,
    );
  }
  const { metadata, spec } = ownedPart(applied.fieldsV1 as Owned, deployment) as {
    readonly metadata?: object;
    readonly spec: object;
  };
  return {
    manager: applied.manager,
    manifest: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { ...metadata, name, namespace: deployment.metadata?.namespace },
      spec: { ...spec, template: templateOf(replicaSet) },
    },
  };
}

/** The template without the label that the controller has added, and adds again. */
export function templateOf({ spec }: ReplicaSet): PodTemplate {
  const { metadata, ...template } = spec?.template ?? {};
  const { labels = {}, ...rest } = metadata ?? {};
  const kept = Object.entries(labels).filter(([label]) => label !== POD_TEMPLATE_HASH);
  return { ...template, metadata: { ...rest, labels: Object.fromEntries(kept) } };
}

function ownsTemplate(fields: object | undefined): boolean {
  const spec = (fields as Owned | undefined)?.["f:spec"];
  return typeof spec === "object" && spec !== null && "f:template" in spec;
}

/**
 * The values of owned fields. Items of lists are not looked for, since a Deployment has them in its template alone: a
 * list is owned as a whole.
 */
function ownedPart(owned: Owned, value: unknown): unknown {
  const keys = Object.keys(owned);
  if (keys.length === 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  const fields = keys.filter((key) => key.startsWith("f:"));
  const entries = fields.flatMap((key) => {
    const name = key.slice(2);
    const part = (value as Record<string, unknown>)[name];
    return part === undefined ? [] : [[name, ownedPart(owned[key] as Owned, part)] as const];
  });
  return Object.fromEntries(entries);
}
