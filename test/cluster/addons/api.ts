import { NETWORK } from "../layout.ts";
import type { Addon } from "./addon.ts";
import { object } from "./manifest.ts";

/** The server does not write it: it would be gone with the server, and that is what some tests are about. */
export const api: Addon = {
  images: [],
  manifests: [
    {
      ...object("EndpointSlice", "discovery.k8s.io/v1", {
        name: "kubernetes",
        namespace: "default",
      }),
      metadata: {
        name: "kubernetes",
        namespace: "default",
        labels: { "kubernetes.io/service-name": "kubernetes" },
      },
      addressType: "IPv4",
      endpoints: [{ addresses: [NETWORK.node], conditions: { ready: true } }],
      ports: [{ name: "https", port: 6443, protocol: "TCP" }],
    },
  ],
  parts: [],
};
