import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PreviewDocument } from "../../../infra/preview/document.ts";
import { previewEmbedded } from "../../../infra/preview/engine/index.ts";
import { configure } from "../../engine/project-copy.ts";
import { fields, objectsOf } from "../../support/objects.ts";
import {
  type Container,
  type PodTemplate,
  containersOf,
  podTemplatesOf,
} from "../../support/pods.ts";
import { root } from "../../support/stacks.ts";
import { STACK, type Setting } from "../deployment/project.ts";

export const NAMESPACE = "images";

const metadata = (name: string) => ({ name, namespace: NAMESPACE });

/** Where the images are tried: no pod may do more there than the stack's. */
export const HOME = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
};

/** The local stack with other settings than those that are committed. */
export async function previewWith(settings: readonly Setting[]): Promise<PreviewDocument> {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-images-"));
  try {
    for (const file of ["Pulumi.yaml", `Pulumi.${STACK}.yaml`]) {
      copyFileSync(join(root, file), join(folder, file));
    }
    for (const { path, value } of settings) configure(folder, STACK, path, value);
    return await previewEmbedded({ stack: STACK, root: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A container of a stack, and the pod that it is in. */
interface User {
  readonly container: Container;
  readonly template: PodTemplate;
}

/** Everything that runs an image. */
export function usersOf(preview: PreviewDocument): User[] {
  return podTemplatesOf(preview).flatMap((template) =>
    containersOf(template).map((container) => ({ container, template })),
  );
}

/** A pod that runs a command once, with the rights and limits of somebody of the stack. */
export function once(
  { container, template }: User,
  name: string,
  command: Pick<Container, "image" | "command" | "args">,
): object {
  const { securityContext, resources } = container;
  return pod(name, template, { name, securityContext, resources, ...command });
}

/** A pod that serves as in the stack, and what it mounts. Secrets are by the name of their volume. */
export function server(
  preview: PreviewDocument,
  { container, template }: User,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
): object[] {
  const volumes = template.volumes.map((volume) =>
    volume["secret"] ? { name: volume.name, secret: { secretName: volume.name } } : volume,
  );
  const configMaps = volumes.map(({ configMap }) => fields(configMap)["name"]);
  return [
    ...objectsOf(preview, { kind: "ConfigMap" })
      .filter(({ name }) => configMaps.includes(name))
      .map(({ body, name }) => ({ ...body, metadata: metadata(name) })),
    ...Object.entries(secrets).map(([name, stringData]) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: metadata(name),
      stringData,
    })),
    pod(container.name, template, { ...container, lifecycle: undefined }, volumes),
  ];
}

function pod(
  name: string,
  { spec }: PodTemplate,
  container: object,
  volumes: readonly object[] = [],
): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata(name),
    spec: {
      automountServiceAccountToken: false,
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 0,
      securityContext: spec["securityContext"],
      containers: [{ ...container, imagePullPolicy: "Never" }],
      volumes,
    },
  };
}
