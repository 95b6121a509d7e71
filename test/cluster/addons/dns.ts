import { NETWORK } from "../layout.ts";
import { type Addon, available } from "./addon.ts";
import { clusterRole, clusterRoleBinding, deployment, object } from "./manifest.ts";

const IMAGE = "registry.example.com/coredns:1";
const place = { name: "coredns", namespace: "kube-system" };

const corefile = `.:53 {
  errors
  health :8080
  ready :8181
  kubernetes ${NETWORK.domain} in-addr.arpa {
    pods insecure
  }
  cache 5
}
# Hosts of a stack for one machine: what is served there is served by the ingress controller.
localhost:53 {
  template IN A {
    answer "{{ .Name }} 60 IN A ${NETWORK.node}"
  }
  template ANY ANY {
    rcode NOERROR
  }
}
`;

/** Names of Services, by the labels and on the ports by which network policies know the DNS of a cluster. */
export const dns: Addon = {
  images: [{ reference: IMAGE, module: "kubernetes", program: "coredns" }],
  manifests: [
    object("ServiceAccount", "v1", place),
    clusterRole("taskflow:coredns", [
      {
        apiGroups: [""],
        resources: ["endpoints", "services", "pods", "namespaces"],
        verbs: ["list", "watch"],
      },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ]),
    clusterRoleBinding("taskflow:coredns", "taskflow:coredns", place),
    object("ConfigMap", "v1", place, { data: { Corefile: corefile } }),
    deployment(place, {
      image: IMAGE,
      labels: { "k8s-app": "kube-dns" },
      pod: {
        dnsPolicy: "Default",
        volumes: [{ name: "config", configMap: { name: place.name } }],
      },
      fields: {
        args: ["-conf", "/etc/coredns/Corefile"],
        volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
        readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
      },
    }),
    object(
      "Service",
      "v1",
      { ...place, name: "kube-dns" },
      {
        spec: {
          clusterIP: NETWORK.dns,
          selector: { "k8s-app": "kube-dns" },
          ports: [
            { name: "dns", port: 53, protocol: "UDP" },
            { name: "dns-tcp", port: 53, protocol: "TCP" },
          ],
        },
      },
    ),
  ],
  parts: [available(place)],
};
