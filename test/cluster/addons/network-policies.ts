import type { Addon } from "./addon.ts";
import { clusterRole, clusterRoleBinding } from "./manifest.ts";

const watch = ["get", "list", "watch"];

/** What kube-router, which is a program of the node, may see. It writes nothing. */
export const networkPolicies: Addon = {
  images: [],
  manifests: [
    clusterRole("taskflow:kube-router", [
      {
        apiGroups: [""],
        resources: ["namespaces", "pods", "services", "nodes", "endpoints"],
        verbs: watch,
      },
      { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: watch },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: watch },
    ]),
    clusterRoleBinding("taskflow:kube-router", "taskflow:kube-router", "kube-router"),
  ],
  parts: [],
};
