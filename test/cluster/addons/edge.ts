import { NETWORK } from "../layout.ts";
import { type Addon, available } from "./addon.ts";
import { clusterRole, clusterRoleBinding, deployment, object } from "./manifest.ts";

const MODULE = "traefik";
const IMAGE = "registry.example.com/traefik:1";
const CLASS = "traefik";
const PORTS = { web: 8000, websecure: 8443, traefik: 8080 } as const;
const place = { name: "traefik", namespace: "traefik" };
const watch = ["get", "list", "watch"];

/** The ingress controller, on ports 80 and 443 of the node, as its chart has it by default. */
export const edge: Addon = {
  images: [{ reference: IMAGE, module: MODULE, program: "traefik" }],
  definitions: MODULE,
  manifests: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: place.namespace } },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: CLASS },
      spec: { controller: "traefik.io/ingress-controller" },
    },
    object("ServiceAccount", "v1", place),
    clusterRole("taskflow:traefik", [
      { apiGroups: [""], resources: ["services", "secrets", "nodes", "configmaps"], verbs: watch },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: watch },
      {
        apiGroups: ["networking.k8s.io"],
        resources: ["ingresses", "ingressclasses"],
        verbs: watch,
      },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
      { apiGroups: ["traefik.io"], resources: ["*"], verbs: watch },
    ]),
    clusterRoleBinding("taskflow:traefik", "taskflow:traefik", place),
    deployment(place, {
      image: IMAGE,
      fields: {
        args: [
          `--entrypoints.web.address=:${PORTS.web}`,
          `--entrypoints.websecure.address=:${PORTS.websecure}`,
          `--entrypoints.traefik.address=:${PORTS.traefik}`,
          "--ping",
          "--providers.kubernetescrd",
          "--providers.kubernetesingress",
          `--providers.kubernetesingress.ingressclass=${CLASS}`,
          // What the address of a load balancer would be.
          `--providers.kubernetesingress.ingressendpoint.ip=${NETWORK.node}`,
          "--global.checknewversion=false",
          "--global.sendanonymoususage=false",
        ],
        ports: [
          { name: "web", containerPort: PORTS.web, hostPort: 80 },
          { name: "websecure", containerPort: PORTS.websecure, hostPort: 443 },
        ],
        readinessProbe: { httpGet: { path: "/ping", port: PORTS.traefik }, periodSeconds: 1 },
      },
    }),
  ],
  parts: [available(place)],
};
