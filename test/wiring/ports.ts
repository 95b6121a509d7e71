import type { PreviewDocument } from "../../infra/preview/document.ts";
import { fields, list, objectsOf } from "../support/objects.ts";
import { type Container, type PodTemplate, containersOf, podTemplatesOf } from "../support/pods.ts";
import type { Check, Problem } from "./problem.ts";
import { selectedPods } from "./selection.ts";

/** Whoever names a port of a pod names one that it has. */
export const ports: Check = (document) => [
  ...servicePorts(document),
  ...podTemplatesOf(document).flatMap((pod) => [...probePorts(pod), ...metricsPort(pod)]),
];

/** Whether a container of the pod has the port, by number or by name. */
export function hasPort(pod: PodTemplate, port: unknown): boolean {
  return containersOf(pod).some((container) => containerHasPort(container, port));
}

function containerHasPort({ ports = [] }: Container, port: unknown): boolean {
  return ports.some(({ name, containerPort }) => port === containerPort || port === name);
}

function servicePorts(document: PreviewDocument): Problem[] {
  return objectsOf(document, { kind: "Service" }).flatMap(({ urn, namespace, spec }) =>
    selectedPods(document, namespace, spec["selector"]).flatMap((pod) =>
      list(spec["ports"])
        .map(({ port, targetPort = port }) => targetPort)
        .filter((target) => !hasPort(pod, target))
        .map((target) => ({
          urn,
          message: `forwards to port ${String(target)}, which ${pod.owner.name} does not have`,
        })),
    ),
  );
}

function probePorts({ owner, containers }: PodTemplate): Problem[] {
  return containers.flatMap((container) =>
    [container.startupProbe, container.readinessProbe, container.livenessProbe]
      .flatMap((probe) => ["httpGet", "tcpSocket", "grpc"].map((kind) => fields(probe?.[kind])))
      .filter(({ port }) => port !== undefined && !containerHasPort(container, port))
      .map(({ port }) => ({
        urn: owner.urn,
        message: `probes port ${String(port)}, which ${container.name} does not have`,
      })),
  );
}

function metricsPort(pod: PodTemplate): Problem[] {
  const port = pod.annotations["prometheus.io/port"];
  if (pod.annotations["prometheus.io/scrape"] !== "true" || hasPort(pod, Number(port))) return [];
  return [
    {
      urn: pod.owner.urn,
      message: `has its metrics on port ${port ?? "?"}, which it does not have`,
    },
  ];
}
